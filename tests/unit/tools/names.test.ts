import fc from "fast-check";
import { expect, test } from "vitest";
import { endpointName, readName } from "@/lib/tools/names";

const slug = fc.oneof(
  fc.stringMatching(/^[a-z0-9]{1,9}(_[a-z0-9]{1,9}){0,2}$/),
  fc.stringMatching(/^[a-z0-9_-]{1,80}$/),
);
const tool = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_.-]{1,128}$/),
  fc.stringMatching(/^[a-z_]{1,20}_[0-9a-f]{16}$/),
  fc.string({ minLength: 1, maxLength: 200, unit: "grapheme" }),
);

test("every name is one that hosts accept", () => {
  fc.assert(
    fc.property(slug, tool, (connection, name) => {
      expect(endpointName(connection, name)).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
    }),
  );
});

test("two tools never share a name", () => {
  const pair = fc.tuple(slug, tool);
  fc.assert(
    fc.property(fc.uniqueArray(pair, { maxLength: 60, selector: (parts) => parts.join("\n") }), (pairs) => {
      expect(new Set(pairs.map(([connection, name]) => endpointName(connection, name))).size).toBe(
        pairs.length,
      );
    }),
  );
});

test("a spelled name reads back as what it was made of", () => {
  fc.assert(
    fc.property(slug, tool, (connection, name) => {
      const reading = readName(endpointName(connection, name));
      if (reading.kind === "spelled")
        expect(reading).toEqual({ kind: "spelled", slug: connection, tool: name });
    }),
  );
});

test("an ordinary tool keeps its name behind the connection's", () => {
  expect(endpointName("warehouse-api", "find_stock")).toBe("warehouse-api__find_stock");
});

test("a tool whose name contains the separator can't pass for another connection's", () => {
  expect(readName(endpointName("notes", "crm__delete_customer"))).toEqual({
    kind: "spelled",
    slug: "notes",
    tool: "crm__delete_customer",
  });
  expect(endpointName("notes", "crm__delete_customer")).not.toBe(
    endpointName("notes__crm", "delete_customer"),
  );
});

test("a tool named like a shortened one can't pass for it", () => {
  const long = "x".repeat(100);
  const shortened = endpointName("notes", long);
  expect(endpointName("notes", shortened.slice("notes__".length))).not.toBe(shortened);
});

test("a name no tool can have is never taken apart for the database", () => {
  for (const name of ["notes__a\u0000b", "notes\u0000__a", "notes__\ud800"]) {
    expect(readName(name)).toEqual({ kind: "hashed", name });
  }
});
