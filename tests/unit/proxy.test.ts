import { NextRequest } from "next/server";
import { afterEach, expect, test, vi } from "vitest";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

async function answerAt(address: string, headers: Record<string, string> = {}) {
  vi.stubEnv("PATCHBAY_URL", new URL(address).origin);
  vi.stubEnv("NODE_ENV", "production");
  vi.resetModules();
  const { proxy } = await import("@/proxy");
  return proxy(new NextRequest(address, { headers }));
}

function policyIn(headers: Headers): Map<string, string> {
  const parts = (headers.get("content-security-policy") ?? "").split("; ");
  return new Map(parts.map((part) => [part.split(" ")[0] ?? "", part.split(" ").slice(1).join(" ")]));
}

test("only scripts that carry this answer's nonce run", async () => {
  const policy = policyIn((await answerAt("http://localhost:3000/people")).headers);
  const other = policyIn((await answerAt("http://localhost:3000/people")).headers);
  expect(policy.get("script-src")).toMatch(/^'nonce-[A-Za-z0-9+/]{22}==' 'strict-dynamic'$/);
  expect(policy.get("script-src")).not.toBe(other.get("script-src"));
});

test("nothing is framed, based, embedded, posted or fetched elsewhere", async () => {
  const policy = policyIn((await answerAt("http://localhost:3000/")).headers);
  const none = ["object-src", "base-uri", "frame-ancestors", "frame-src"];
  expect(none.map((name) => policy.get(name))).toEqual(none.map(() => "'none'"));
  for (const name of ["default-src", "connect-src", "form-action", "font-src"])
    expect(policy.get(name)).toBe("'self'");
  expect(policy.get("img-src")).toBe("'self' data:");
});

test("every answer has the fixed headers, and insists on TLS where there is TLS", async () => {
  const plain = (await answerAt("http://localhost:3000/api/health")).headers;
  expect(plain.get("x-content-type-options")).toBe("nosniff");
  expect(plain.get("referrer-policy")).toBe("same-origin");
  expect(plain.get("cross-origin-opener-policy")).toBe("same-origin");
  expect(plain.get("strict-transport-security")).toBeNull();
  const secure = (await answerAt("https://patchbay.example/")).headers;
  expect(secure.get("strict-transport-security")).toMatch(/^max-age=\d{8}$/);
});

test("the way back is the page that was asked for, whatever the browser claims", async () => {
  const { headers } = await answerAt("http://localhost:3000/people?a=b", { "x-patchbay-path": "/elsewhere" });
  // Next hands changed request headers on by this name.
  expect(headers.get("x-middleware-request-x-patchbay-path")).toBe("/people?a=b");
});
