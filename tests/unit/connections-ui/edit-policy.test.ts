import { expect, test } from "vitest";
import { credentialPlace, whatMoves } from "@/lib/connections/policy";
import type { Settings } from "@/lib/connections/schema";
import { apiKey as key, oauth as plainOAuth } from "../../support/connection-input";

const url = "https://mcp.example.com/mcp";
const oauth = { ...plainOAuth, ownApp: true, scopes: ["read"] } satisfies Settings;

const asking = (...names: string[]): Settings => ({
  authorization: "headers",
  headers: ["X-Tenant", ...names].map((name, at) => ({ name, secret: true, hint: "", shared: at === 0 })),
});

type Stand = [address: string, settings: Settings, clientId?: string];

test.each<[string, Stand, Stand, ReturnType<typeof whatMoves>]>([
  ["another address", [url, key], [`${url}/v2`, key], "address"],
  ["another method", [url, key], [url, { authorization: "none" }], "method"],
  ["where a key stands in a request", [url, key], [url, { ...key, header: "X-Key" }], null],
  ["one header more to fill in", [url, asking("X-User")], [url, asking("X-User", "X-Token")], "headers"],
  ["one header less to fill in", [url, asking("X-User", "X-Token")], [url, asking("X-User")], null],
  [
    "another issuer",
    [url, oauth, "a"],
    [url, { ...oauth, issuer: "https://sso.example.com" }, "a"],
    "issuer",
  ],
  ["another app", [url, oauth, "a"], [url, oauth, "b"], "client"],
  ["an automatic app for one's own", [url, oauth, "a"], [url, { ...oauth, ownApp: false }, "b"], "client"],
  [
    "an automatic app whose ID nobody types",
    [url, { ...oauth, ownApp: false }, "a"],
    [url, { ...oauth, ownApp: false }],
    null,
  ],
  ["other scopes", [url, oauth, "a"], [url, { ...oauth, scopes: [] }, "a"], null],
])("%s", (_edit, before, after, moved) => {
  const place = ([address, settings, clientId]: Stand) => credentialPlace(address, settings, clientId);

  expect(whatMoves(place(before), place(after))).toBe(moved);
});
