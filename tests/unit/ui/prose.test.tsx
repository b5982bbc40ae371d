import { cleanup, render, screen, within } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { Prose } from "@/components/ui/prose";

afterEach(cleanup);

const links: [written: string, shown: string][] = [
  ["[the bank](https://evil.example/a)", "the bank (evil.example)"],
  ["[bank.example/?evil.example](https://evil.example/bank.example/?evil.example)", "(evil.example)"],
  ["[https://bank.example](https://bank.example@evil.example)", "(evil.example)"],
  ["<https://bank.example@evil.example>", "(evil.example)"],
  ["[bank.example:443@evil.example](https://bank.example:443@evil.example)", "(evil.example)"],
  ["[**evil.example**](https://evil.example)", "(evil.example)"],
  ["<https://fine.example/a>", "https://fine.example/a"],
  ["[fine.example](https://fine.example)", "fine.example"],
  ["<ada@fine.example>", "ada@fine.example"],
];

test.each(links)("the link %s says where it goes", (written, shown) => {
  const { container } = render(<Prose text={written} />);
  expect(container.textContent).toContain(shown);
  expect(screen.getByRole("link").getAttribute("rel")).toBe("noopener noreferrer nofollow");
});

test.each([
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](java&#10;script:alert(1))",
  "[x](data:text/html;base64,PHNjcmlwdD4=)",
  "[x](//evil.example)",
  "[x](/people)",
  "[x](http://evil.example)",
  "<javascript:alert(1)>",
  "![x](https://evil.example/?d=secret)",
  "[x][y]\n\n[y]: vbscript:x",
  "<a href='https://evil.example'>x</a><script>alert(1)</script><img src=x onerror=alert(1)>",
])("%s becomes no link, no image and no markup", (written) => {
  const { container } = render(<Prose text={written} />);
  expect(container.querySelectorAll("a, img, script, [onerror]")).toHaveLength(0);
});

test.each(["a\u202eb", "a&#x202e;b", "`a\u202eb`"])("%j shows the character that reorders it", (written) => {
  const { container } = render(<Prose text={written} />);
  expect(container.textContent).toContain("⟦U+202E⟧");
});

test("a table is one, and can be scrolled with the keyboard", () => {
  render(<Prose text={"| sku | on hand |\n| --- | --- |\n| BRG-1 | 3 |"} />);
  const frame = screen.getByRole("group", { name: "Table" });
  expect(within(frame).getByRole("cell", { name: "BRG-1" })).toBeTruthy();
  expect(frame.tabIndex).toBe(0);
});
