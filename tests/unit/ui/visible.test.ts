import { expect, test } from "vitest";
import { visible } from "@/components/ui/visible";

test.each([
  ["a zero-width space", "ig\u200bnore", "ig⟦U+200B⟧nore"],
  ["a change of direction", "abc\u202etxt.exe", "abc⟦U+202E⟧txt.exe"],
  ["a terminal's escape", "\u001b[31mred", "⟦U+001B⟧[31mred"],
  ["a tag character", "hello\u{e0041}", "hello⟦U+E0041⟧"],
  ["a filler that looks like nothing", "a\u3164b", "a⟦U+3164⟧b"],
])("%s can be seen", (_what, text, seen) => {
  expect(visible(text)).toBe(seen);
});

test("what people write stays as it is", () => {
  const text = "Řádek 1\n\tΔ 日本語 العربية 👩‍🔧 👨🏽‍🚀 — “done”";

  expect(visible(text)).toBe(text);
});
