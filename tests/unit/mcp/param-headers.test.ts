import { expect, test } from "vitest";
import { headerFault, paramHeaders } from "@/lib/mcp/param-headers";

const schema = {
  type: "object",
  properties: {
    region: { type: "string", "x-mcp-header": "Region" },
    page: { type: "integer", "x-mcp-header": "Page" },
    where: { type: "object", properties: { strict: { type: "boolean", "x-mcp-header": "Strict" } } },
    "x-mcp-header": { type: "string" },
  },
};

test("marked arguments are repeated as headers, at any depth", () => {
  expect(paramHeaders(schema, { region: "eu-west", page: 3, where: { strict: false }, other: 1 })).toEqual({
    "Mcp-Param-Region": "eu-west",
    "Mcp-Param-Page": "3",
    "Mcp-Param-Strict": "false",
  });
});

test("absent, null and unfaithful values send no header", () => {
  expect(paramHeaders(schema, { region: null, page: 2 ** 60, where: "no" })).toEqual({});
});

test.each([
  ["Zürich", "=?base64?WsO8cmljaA==?="],
  [" padded", "=?base64?IHBhZGRlZA==?="],
  ["a\r\nHost: evil", "=?base64?YQ0KSG9zdDogZXZpbA==?="],
  ["=?base64?YQ==?=", "=?base64?PT9iYXNlNjQ/WVE9PT89?="],
  ["", "=?base64??="],
  ["a-b c", "a-b c"],
])("%j travels as %s", (region, header) => {
  expect(paramHeaders(schema, { region })).toEqual({ "Mcp-Param-Region": header });
});

test("a property that happens to have the mark's name is only a property", () => {
  expect(headerFault(schema)).toBeNull();
});

test.each([
  ["under items", { list: { type: "array", items: { type: "string", "x-mcp-header": "A" } } }],
  ["under anyOf", { a: { anyOf: [{ type: "string", "x-mcp-header": "A" }] } }],
  ["on an object", { a: { type: "object", "x-mcp-header": "A" } }],
  ["on a number", { a: { type: "number", "x-mcp-header": "A" } }],
  ["with a name that is not a token", { a: { type: "string", "x-mcp-header": "A B" } }],
  ["with a line break", { a: { type: "string", "x-mcp-header": "A\r\nHost" } }],
  ["with no name", { a: { type: "string", "x-mcp-header": "" } }],
  ["twice", { a: { type: "string", "x-mcp-header": "A" }, b: { type: "string", "x-mcp-header": "a" } }],
])("a mark %s makes the tool unusable", (_, properties) => {
  expect(headerFault({ type: "object", properties })).toMatch(/^it marks /);
});

test("a mark at the root of a schema makes the tool unusable", () => {
  expect(headerFault({ type: "object", "x-mcp-header": "A" })).toMatch(/^it marks /);
});
