import { expect, test } from "vitest";
import { argumentFault } from "@/lib/tools/arguments";

const definition = {
  name: "reserve_stock",
  inputSchema: {
    type: "object",
    properties: {
      sku: { type: "string" },
      quantity: { type: "integer" },
      note: { type: ["string", "null"] },
      bins: { type: "array", items: { type: "string" } },
      odd: { type: "decimal" },
      any: true,
      unit: { type: "string", default: "piece" },
    },
    required: ["sku", "quantity", "unit"],
  },
};
const good = { sku: "BLT", quantity: 1 };

test.each([
  [good, null],
  [{}, "sku and quantity are missing."],
  [{ sku: "BLT" }, "quantity is missing."],
  [{ ...good, quantity: "1" }, "quantity must be a number, not text."],
  [{ ...good, quantity: null }, "quantity must be a number, not null."],
  [{ ...good, note: null }, null],
  [{ ...good, note: false }, "note must be text or null, not true or false."],
  [{ ...good, bins: {} }, "bins must be a list, not an object."],
  // The server's to judge.
  [{ ...good, quantity: 0.5, bins: [1], odd: "1", any: 1, more: 1 }, null],
])("%j: %s", (args, fault) => {
  expect(argumentFault(definition, args)).toBe(fault);
});

test("a schema of any shape is borne, and names nobody could read through are cut", () => {
  const names = Array.from({ length: 9 }, (_, index) => `${index}`.repeat(90));
  expect(argumentFault({ inputSchema: { required: names } }, {})?.length).toBeLessThan(400);
  expect(argumentFault({ inputSchema: { required: ["constructor"] } }, {})).toBe("constructor is missing.");
  const proto: Record<string, unknown> = JSON.parse('{"__proto__": 1, "constructor": 1}');
  expect(argumentFault({ inputSchema: { properties: {} } }, proto)).toBeNull();
  for (const inputSchema of [null, [], true, { required: "sku", properties: [] }, { required: [1, null] }]) {
    expect(argumentFault({ inputSchema }, { sku: 1 })).toBeNull();
  }
  expect(argumentFault(null, {})).toBeNull();
});
