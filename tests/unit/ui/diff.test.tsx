import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { LineDiff, WordDiff } from "@/components/ui/diff";

afterEach(cleanup);

test("a changed word is struck out and its successor inserted", () => {
  render(<WordDiff label="Description" before="Lists 50 customers" after="Lists 200 customers" />);

  expect(texts("deletion")).toEqual(["50"]);
  expect(texts("insertion")).toEqual(["200"]);
});

test("a changed line stands among its neighbours, and what is far away is counted", () => {
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
  render(
    <LineDiff label="Schema" before={lines.join("\n")} after={lines.with(15, "another line").join("\n")} />,
  );

  expect(texts("deletion")).toEqual(["line 15"]);
  expect(texts("insertion")).toEqual(["another line"]);
  expect(screen.getByText("line 14")).toBeTruthy();
  expect(screen.queryByText("line 5")).toBeNull();
  expect(screen.getByText("… 9 unchanged lines")).toBeTruthy();
});

test("what was not there before has no line that was taken away", () => {
  render(<LineDiff label="Schema" before="" after={"{\n}"} />);

  expect(screen.queryAllByRole("deletion")).toEqual([]);
  expect(texts("insertion")).toEqual(["{", "}"]);
});

function texts(role: string): (string | null)[] {
  return screen.getAllByRole(role).map((element) => element.textContent);
}

test("two long texts with nothing in common are shown whole instead of compared for minutes", () => {
  const words = (letter: string) => Array.from({ length: 8_000 }, (_, word) => letter + word).join(" ");
  const lines = (letter: string) => Array.from({ length: 8_000 }, (_, line) => letter + line).join("\n");
  const startedAt = performance.now();
  const pieces = WordDiff({ label: "Description", before: words("a"), after: words("b") });
  LineDiff({ label: "Definition", before: lines("a"), after: lines("b") });
  expect(performance.now() - startedAt).toBeLessThan(3_000);
  expect(pieces.props.children).toHaveLength(2);
});
