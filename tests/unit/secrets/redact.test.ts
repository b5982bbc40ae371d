import { expect, test } from "vitest";
import { newToken } from "@/lib/secrets/hash";
import { redact, registerSecret } from "@/lib/secrets/redact";
import { seal, unseal } from "@/lib/secrets/seal";

const place = { table: "sign_in", row: "1", purpose: "key" };

test("a secret that was sealed or opened is masked in each form it may take", () => {
  const secret = "s3cret/with+odd=chars";
  unseal(seal(secret, place), place);
  const forms = [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString("base64"),
    Buffer.from(secret).toString("base64url"),
  ];

  for (const form of forms) expect(redact(`before ${form} after`)).toMatch(/^before \[redacted\]=* after$/);
  expect(redact(JSON.stringify({ a: secret, b: [secret] }))).not.toContain("s3cret");
});

test("texts inside sealed JSON are masked one by one", () => {
  seal(
    JSON.stringify({ headers: [{ name: "X-Key", value: "inner-secret-1" }], accessToken: "inner-secret-2" }),
    place,
  );

  expect(redact("got inner-secret-1 and inner-secret-2")).toBe("got [redacted] and [redacted]");
});

test.each([
  ["Authorization: Bearer abc.def-ghi", "abc.def"],
  ["authorization: basic dXNlcjpwYXNz", "dXNlcjpwYXNz"],
  ["token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl was bad", "eyJ"],
  ['{"access_token":"opaque-1","refresh_token": "opaque-2"}', "opaque"],
  ["grant_type=refresh_token&refresh_token=opaque-3&client_secret=opaque-4", "opaque"],
  [`used ${newToken("pat_")} here`, "pat_"],
])("%s is masked by its shape", (text, secret) => {
  expect(redact(text)).not.toContain(secret);
  expect(redact(text)).toContain("[redacted]");
});

test("ordinary text stays as it is", () => {
  registerSecret("json");
  registerSecret("");
  const text = "GET https://crm.example.com/mcp answered 200 application/json in 12 ms";

  expect(redact(text)).toBe(text);
});

test("the memory of secrets is bounded, and the latest are kept", () => {
  for (let index = 0; index < 3000; index++) registerSecret(`registered-secret-${index}-end`);

  expect(redact("registered-secret-2999-end")).toBe("[redacted]");
  expect(redact("registered-secret-0-end")).toBe("registered-secret-0-end");
});
