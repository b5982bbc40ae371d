import { expect, test } from "vitest";
import { shownChanges } from "@/app/(console)/connections/[connectionId]/changes/shown-changes";
import type { Json, ToolChange } from "@/lib/tools/schema";

const ROWS_MAX = 5_000;
const CHARACTERS_MAX = 400_000;

test("a few ordinary changes are all shown, on one page", () => {
  const { shown, pages } = shownChanges(many(30, small), {});
  expect(shown).toHaveLength(30);
  expect(shown.every(({ difference }) => difference !== null)).toBe(true);
  expect(pages).toBe(1);
});

test.each([
  ["prose", (index: number) => ({ description: `${index} `.repeat(8_000) })],
  ["short lines", (index: number) => ({ enum: Array.from({ length: 5_000 }, (_, at) => at + index) })],
  ["the same lines in another order", (index: number) => ({ enum: shuffled(5_000, index) })],
  ["deep nesting", (index: number) => ({ items: nested(60, index) })],
])("a thousand tools that changed by a lot of %s make one page no larger", (_what, definition) => {
  const changes = many(1_000, (index) => change(index, definition(1), definition(2)));
  const { shown, pages } = shownChanges(changes, {});
  expect(shown).toHaveLength(100);
  expect(pages).toBe(10);
  const texts = shown.flatMap(({ difference }) =>
    difference ? [...Object.values(difference.description), ...Object.values(difference.rest)] : [],
  );
  expect(texts.join("").length).toBeLessThan(CHARACTERS_MAX);
  expect(texts.join("\n").split("\n").length).toBeLessThan(ROWS_MAX);
});

test("what found no room is shown when it is asked for, and small changes beside it are shown anyway", () => {
  const large = (index: number) =>
    change(index, { description: "a ".repeat(20_000) }, { description: "b ".repeat(20_000) });
  const changes = [...many(20, large), small(20)];
  const hidden = shownChanges(changes, {}).shown.find(({ difference }) => difference === null);
  const shown = shownChanges(changes, { open: hidden?.change.toolId ?? "" }).shown;
  expect(shown.find(({ change: { toolId } }) => toolId === hidden?.change.toolId)?.difference).not.toBeNull();
  expect(shown.at(-1)?.difference).not.toBeNull();
});

test("an address names a page that exists, or gets the nearest", () => {
  const changes = many(250, small);
  expect(
    [undefined, "x", "-3", "2", "2.7", "99"].map((page) => shownChanges(changes, page ? { page } : {}).page),
  ).toEqual([1, 1, 1, 2, 2, 3]);
  expect(shownChanges(changes, { page: "3" }).shown).toHaveLength(50);
});

function many(count: number, make: (index: number) => ToolChange): ToolChange[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function small(index: number): ToolChange {
  return change(index, { description: "Lists 50 customers." }, { description: "Lists 200 customers." });
}

function change(index: number, before: Record<string, Json>, after: Record<string, Json>): ToolChange {
  const name = `tool_${index}`;
  return {
    kind: "changed",
    goesBack: false,
    toolId: name,
    name,
    before: { name, ...before },
    after: { name, ...after },
    seen: name,
  };
}

function shuffled(count: number, by: number): number[] {
  return Array.from({ length: count }, (_, at) => (at * (2 * by + 1)) % count);
}

function nested(depth: number, index: number): Json {
  return depth === 0 ? Array.from({ length: 5_000 }, (_, at) => at + index) : [nested(depth - 1, index)];
}
