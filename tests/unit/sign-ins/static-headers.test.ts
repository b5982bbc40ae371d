import { expect, test } from "vitest";
import { staticHeaders } from "@/lib/sign-ins/credential";

const row = (name: string, shared: boolean) => ({ name, secret: true, hint: "", shared });

test("a header that became everyone's, or was dropped, is no longer sent as its person once entered it", () => {
  const values = { "X-User": "ada", "X-Tenant": "another tenant", "X-Old": "old secret" };
  const headers = [row("X-User", false), row("X-Tenant", true)];

  expect(staticHeaders({ authorization: "headers", headers }, { kind: "headers", values })).toEqual({
    "X-User": "ada",
  });
});
