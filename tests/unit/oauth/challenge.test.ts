import { expect, test } from "vitest";
import { bearerChallenge, lackedScopes, parseChallenges } from "@/lib/oauth/challenge";
import { cpuMs } from "../../support/cpu-ms";

test.each<[string | null, ReturnType<typeof parseChallenges>]>([
  [null, []],
  ["", []],
  ["Bearer", [{ scheme: "bearer", params: {} }]],
  ['Bearer realm="mcp"', [{ scheme: "bearer", params: { realm: "mcp" } }]],
  ["bearer realm=mcp,scope=read", [{ scheme: "bearer", params: { realm: "mcp", scope: "read" } }]],
  ['BEARER Realm = "a" , SCOPE="x y"', [{ scheme: "bearer", params: { realm: "a", scope: "x y" } }]],
  [
    'Basic realm="old, x", Bearer resource_metadata="https://a.example.com/m?x=1"',
    [
      { scheme: "basic", params: { realm: "old, x" } },
      { scheme: "bearer", params: { resource_metadata: "https://a.example.com/m?x=1" } },
    ],
  ],
  [
    "Bearer resource_metadata=https://a.example.com/m?x=1, Negotiate",
    [
      { scheme: "bearer", params: { resource_metadata: "https://a.example.com/m?x=1" } },
      { scheme: "negotiate", params: {} },
    ],
  ],
  [
    'Bearer error_description="say \\"scope=all\\""',
    [{ scheme: "bearer", params: { error_description: 'say "scope=all"' } }],
  ],
  ['Bearer scope="one", scope="two"', [{ scheme: "bearer", params: { scope: "one" } }]],
  ['Bearer scope="never closed', [{ scheme: "bearer", params: { scope: "never closed" } }]],
  ["=,;\u0000 Bearer scope=x", [{ scheme: "bearer", params: { scope: "x" } }]],
])("%j is read as it was meant", (header, challenges) => {
  expect(parseChallenges(header)).toEqual(challenges);
});

test("of several Bearer challenges the one that names the metadata counts", () => {
  const header = 'Bearer scope="a", Bearer resource_metadata="https://a.example.com/m", scope="b"';
  expect(bearerChallenge(header)).toEqual({ resourceMetadata: "https://a.example.com/m", scope: "b" });
});

test("a scope inside a description is not a scope", () => {
  expect(bearerChallenge('Bearer error="insufficient_scope", error_description="needs scope=admin"')).toEqual(
    {
      error: "insufficient_scope",
    },
  );
});

test("no Bearer challenge is no challenge", () => {
  expect(bearerChallenge('Basic realm="x"')).toBeNull();
});

test("a header made to be slow is read at once", () => {
  const ms = cpuMs(() => {
    parseChallenges(`Bearer a="${"\\".repeat(64_000)} ${" =".repeat(32_000)}`);
    parseChallenges(`${"a".repeat(64_000)} ${" ".repeat(64_000)}x`);
  });
  expect(ms).toBeLessThan(2_000);
});

test.each([
  ['Bearer error="insufficient_scope", scope="a b:c"', ["a", "b:c"]],
  ['Bearer error="insufficient_scope"', []],
  ['Bearer error="invalid_token", scope="a"', []],
  ['Bearer error="insufficient_scope", scope="\u202ea \\"b\\" c"', ["c"]],
  [`Bearer error="insufficient_scope", scope="${"x".repeat(201)} y"`, ["y"]],
  [null, []],
])("of %j the scopes that a token lacks are read, and nothing else", (header, scopes) => {
  expect(lackedScopes(header)).toEqual(scopes);
});
