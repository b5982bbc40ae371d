import { expect, test } from "vitest";
import { pickChanges } from "@/lib/assignments/picks";
import { MARK_LENGTH } from "@/lib/assignments/schema";

const a = "a".repeat(64);
const b = "b".repeat(64);
const mark = (fingerprint: string) => fingerprint.slice(0, MARK_LENGTH);
const ready = (id: string, fingerprint: string) => ({
  id,
  name: id,
  reviewedFingerprint: fingerprint,
  latestFingerprint: fingerprint,
  unusable: null,
});
const stored = (toolId: string, fingerprint: string) => ({
  id: `pick-${toolId}`,
  toolId,
  mode: "ask" as const,
  fingerprint,
});

test("a pick remembers the definition it was made from", () => {
  const changes = pickChanges([], [{ toolId: "t", mode: "allow", mark: mark(a) }], [ready("t", a)]);
  expect(changes).toEqual({
    remove: [],
    add: [{ toolId: "t", mode: "allow", fingerprint: a }],
    mode: { allow: [], ask: [] },
  });
});

test("a tool that changed while the page was open is not picked unseen", () => {
  const pick = { toolId: "t", mode: "allow" as const, mark: mark(a) };
  expect(() => pickChanges([], [pick], [ready("t", b)])).toThrow("changed while this page was open");
});

test.each([
  ["changed", { ...ready("t", a), latestFingerprint: b }],
  ["new", { ...ready("t", a), reviewedFingerprint: null }],
  ["gone", { ...ready("t", a), latestFingerprint: null }],
  ["unusable", { ...ready("t", a), unusable: "No input schema." }],
])("a tool that is %s can't be newly picked, and a pick of it stays", (_status, tool) => {
  const pick = { toolId: "t", mode: "ask" as const, mark: mark(a) };
  expect(() => pickChanges([], [pick], [tool])).toThrow();
  expect(pickChanges([stored("t", a)], [pick], [tool])).toEqual({
    remove: [],
    add: [],
    mode: { allow: [], ask: [] },
  });
});

test("a pick whose tool was changed and accepted is made anew only when its author looked", () => {
  const kept = pickChanges([stored("t", a)], [{ toolId: "t", mode: "ask", mark: mark(a) }], [ready("t", b)]);
  expect(kept.add).toEqual([]);
  const anew = pickChanges([stored("t", a)], [{ toolId: "t", mode: "ask", mark: mark(b) }], [ready("t", b)]);
  expect(anew).toMatchObject({ remove: ["pick-t"], add: [{ toolId: "t", fingerprint: b }] });
});

test("what is no longer wanted goes, and a changed mode changes nothing else", () => {
  const changes = pickChanges(
    [stored("t", a), stored("u", b)],
    [{ toolId: "t", mode: "allow", mark: mark(a) }],
    [ready("t", a)],
  );
  expect(changes).toEqual({ remove: ["pick-u"], add: [], mode: { allow: ["pick-t"], ask: [] } });
});

test("a tool of another workspace can't be picked", () => {
  expect(() => pickChanges([], [{ toolId: "foreign", mode: "ask", mark: mark(a) }], [])).toThrow(
    "no longer there",
  );
});
