import { expect, test } from "vitest";
import { valuesOf } from "@/lib/forms/form-values";
import { cpuMs } from "../../support/cpu-ms";

function sent(...entries: [string, string][]): unknown {
  const form = new FormData();
  for (const [name, value] of entries) form.append(name, value);
  return valuesOf(form);
}

test("a plain name is a value, a repeated one a list", () => {
  expect(sent(["name", "CRM"], ["tool", "a"], ["tool", "b"])).toEqual({ name: "CRM", tool: ["a", "b"] });
});

test("numbered rows become an array of objects, in their order", () => {
  expect(sent(["headers.1.name", "b"], ["headers.0.name", "a"], ["headers.0.value", "1"])).toEqual({
    headers: [{ name: "a", value: "1" }, { name: "b" }],
  });
});

test("a huge index makes no huge array", () => {
  expect(sent(["headers.4294967294.name", "x"])).toEqual({ headers: [{ name: "x" }] });
});

test("no name reaches a prototype", () => {
  sent(["__proto__.polluted", "yes"], ["constructor.prototype.polluted", "yes"]);
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
});

test("a name that is both a value and a group of values is no crash", () => {
  expect(sent(["a", "1"], ["a.b", "2"])).toEqual({ a: { b: "2" } });
});

test("depth is bounded", () => {
  expect(JSON.stringify(sent([Array(1000).fill("a").join("."), "x"])).length).toBeLessThan(100);
});

test("what Next sends along is left out", () => {
  expect(sent(["$ACTION_ID_1", ""], ["name", "CRM"])).toEqual({ name: "CRM" });
});

test("many names cost no more than their number", () => {
  const form = new FormData();
  for (let field = 0; field < 64_000; field++) form.append(`f${field}`, "");
  let names: string[] = [];
  const ms = cpuMs(() => {
    names = Object.keys(valuesOf(form));
  });
  expect(names).toHaveLength(64_000);
  expect(ms).toBeLessThan(2_000);
});
