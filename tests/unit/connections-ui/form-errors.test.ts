import { expect, test } from "vitest";
import { connectionForm } from "@/lib/connections/fields";
import { sharedValuesOf } from "@/lib/connections/secrets";

const row = { secret: "on", hint: "", value: "" };

test("what is wrong with a header is said at its own field", () => {
  expect(problems([{ ...row, name: "" }])).toEqual({ "headers.0.name": "Name at least one header." });
  expect(
    problems([
      { ...row, name: "X-User" },
      { ...row, name: "" },
      { ...row, name: "x-user" },
      { ...row, name: "X-Tenant", value: "line\nbreak", shared: "on" },
      { ...row, name: "" },
    ]),
  ).toEqual({
    "headers.1.name": "Name this header, or remove it.",
    "headers.2.name": "Each header can be named once.",
    "headers.3.value": expect.stringContaining("The value of X-Tenant"),
  });
});

test.each([
  ["API key", { authorization: "apiKey", keyHeader: "Not a header" }, ["keyHeader"]],
  [
    "Custom headers",
    {
      authorization: "headers",
      headers: [
        { ...row, name: "X-Tenant", shared: "on" },
        { ...row, hint: "?" },
      ],
    },
    ["headers.0.value", "headers.1.name"],
  ],
  [
    "OAuth",
    { authorization: "oauth", ownApp: "on", issuer: "http://sso.example.com", parameters: "state=1" },
    ["clientId", "issuer", "parameters"],
  ],
])("%s: all that is wrong is said at once", (_method, signIn, fields) => {
  const said = problemsOf({ name: " ", url: "http://localhost/mcp", ...signIn });

  expect(Object.keys(said).sort()).toEqual(["name", "url", ...fields].sort());
});

test("a shared value that is missing is asked for in its row", () => {
  const input = connectionForm([], "edited").parse({
    ...form,
    headers: [
      { ...row, name: "X-User" },
      { ...row, name: "X-Tenant", shared: "on" },
      { ...row, name: "" },
    ],
  });

  expect(() => sharedValuesOf(input, {})).toThrow(expect.objectContaining({ field: "headers.1.value" }));
  expect(sharedValuesOf(input, { "X-Tenant": "acme" })).toEqual({ "X-Tenant": "acme" });
});

const form = { name: "ERP", authorization: "headers", url: "https://erp.example.com/mcp" };

function problems(headers: object[]): Record<string, string> {
  return problemsOf({ ...form, headers });
}

function problemsOf(posted: object): Record<string, string> {
  const issues = connectionForm([], "added").safeParse(posted).error?.issues ?? [];
  return Object.fromEntries(issues.map(({ path, message }) => [path.join("."), message]));
}
