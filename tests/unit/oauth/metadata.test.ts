import { expect, test } from "vitest";
import { readList, readSeconds, readText } from "@/lib/oauth/lenient";
import {
  canonicalResource,
  isResourceOf,
  isSameIssuer,
  readAuthorizationServer,
  readProtectedResource,
} from "@/lib/oauth/metadata";

const minimal = {
  issuer: "https://as.example.com",
  authorization_endpoint: "https://as.example.com/authorize",
  token_endpoint: "https://as.example.com/token",
};

test.each([
  ["https://a.example.com/mcp", true],
  ["https://a.example.com/mcp/", true],
  ["https://a.example.com", true],
  ["https://a.example.com/", true],
  ["https://A.example.com/mcp", true],
  ["https://a.example.com:443/mcp", true],
  ["https://a.example.com/m", false],
  ["https://a.example.com/mcp/deeper", false],
  ["https://a.example.com/MCP", false],
  ["http://a.example.com/mcp", false],
  ["https://b.example.com/mcp", false],
  ["https://a.example.com:8443/mcp", false],
  ["https://a.example.com@b.example.com/mcp", false],
  ["https://me@a.example.com/mcp", false],
  ["https://a.example.com/mcp#x", false],
  ["https://a.example.com/mcp?tenant=2", false],
  ["/mcp", false],
  ["mcp", false],
])("%s stands for https://a.example.com/mcp: %s", (resource, stands) => {
  expect(isResourceOf(resource, new URL("https://a.example.com/mcp"))).toBe(stands);
});

test.each([
  ["https://as.example.com", "https://as.example.com/", true],
  ["https://as.example.com/", "https://as.example.com", true],
  ["https://as.example.com/tenant", "https://as.example.com/tenant/", false],
  ["https://as.example.com/tenant", "https://as.example.com", false],
  ["https://AS.example.com", "https://as.example.com", false],
  ["https://as.example.com:443", "https://as.example.com", false],
  ["http://as.example.com", "https://as.example.com", false],
  ["https://as.example.com/?", "https://as.example.com", false],
  ["https://as.example.com/{tenantid}/v2.0", "https://as.example.com/common/v2.0", true],
  ["https://as.example.com/{tenantid}", "https://as.example.com/common", true],
  ["https://as.example.com/{tenantid}/v2.0", "https://as.example.com/a/b/v2.0", false],
  ["https://as.example.com/{tenantid}/v2.0", "https://as.example.com//v2.0", false],
  ["https://as.example.com/{tenantid}/v2.0", "https://evil.example.com/common/v2.0", false],
  ["https://{tenantid}.example.com/v2.0", "https://evil.example.com/v2.0", false],
  ["https://{tenantid}/v2.0", "https://evil.example.com/v2.0", false],
  ["https://as.example.com/{tenantid}/v2.0", "https://as.example.com/a%2Fb/v2.0", false],
])("%s and %s name the same issuer: %s", (published, expected, same) => {
  expect(isSameIssuer(published, expected)).toBe(same);
});

test.each([
  [undefined, "unstated"],
  [null, "unstated"],
  [[], "unstated"],
  ["", "unstated"],
  [["S256"], "S256"],
  ["plain, S256", "S256"],
  [["plain", "S256", 7, null], "S256"],
  [["plain"], "plain-only"],
] as const)("PKCE methods %j are read as %s", (methods, pkce) => {
  expect(readAuthorizationServer({ ...minimal, code_challenge_methods_supported: methods })?.pkce).toBe(pkce);
});

test("a document with only what a sign-in needs is enough", () => {
  const empty = { registration_endpoint: null, revocation_endpoint: "", scopes_supported: null };
  expect(readAuthorizationServer({ ...minimal, ...empty })).toEqual({
    issuer: "https://as.example.com",
    authorizationEndpoint: "https://as.example.com/authorize",
    tokenEndpoint: "https://as.example.com/token",
    registrationEndpoint: null,
    revocationEndpoint: null,
    scopesSupported: [],
    tokenEndpointAuthMethods: [],
    pkce: "unstated",
    issParameter: false,
    clientIdMetadataDocument: false,
    identity: null,
  });
});

test.each(["issuer", "authorization_endpoint", "token_endpoint"])("without %s there is no server", (name) => {
  expect(readAuthorizationServer({ ...minimal, [name]: null })).toBeNull();
  expect(readAuthorizationServer({ ...minimal, [name]: { not: "text" } })).toBeNull();
});

test("an error sent as metadata is not metadata", () => {
  expect(readProtectedResource({ error: "not_found" }, new URL("https://a.example.com/mcp"))).toBeNull();
});

test("a resource that does not name itself is the server that was asked", () => {
  const document = { authorization_servers: "https://as.example.com", resource: null };
  expect(readProtectedResource(document, new URL("https://a.example.com/mcp"))).toEqual({
    resource: "https://a.example.com/mcp",
    authorizationServers: ["https://as.example.com"],
    scopesSupported: [],
  });
});

test("a server's own name has no bare slash and no fragment", () => {
  expect(canonicalResource(new URL("https://a.example.com/#x"))).toBe("https://a.example.com");
  expect(canonicalResource(new URL("https://a.example.com/mcp/?t=1#x"))).toBe(
    "https://a.example.com/mcp/?t=1",
  );
});

test.each([
  ["a b,c, b", ["a", "b", "c"]],
  [
    ["a", " b ", "", null, 7],
    ["a", "b", "7"],
  ],
  [{ a: 1 }, []],
  [undefined, []],
])("%j is the list %j", (value, list) => {
  expect(readList(value)).toEqual(list);
});

test.each([
  [3600, 3600],
  ["3600", 3600],
  [" 60 ", 60],
  [0, null],
  [-1, null],
  ["soon", null],
  [Number.POSITIVE_INFINITY, null],
  [null, null],
  [true, null],
])("%j is %j seconds", (value, seconds) => {
  expect(readSeconds(value)).toBe(seconds);
});

test("empty text is no text", () => {
  expect([readText("  "), readText(null), readText([]), readText(42)]).toEqual([null, null, null, "42"]);
});
