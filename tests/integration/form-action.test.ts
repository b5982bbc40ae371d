import { redirect } from "next/navigation";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { db } from "@/lib/db/client";
import { env } from "@/lib/env";
import { Failure } from "@/lib/errors";
import { entranceAction, formAction } from "@/lib/forms/form-action";
import type { FormAction } from "@/lib/forms/state";
import { logIn } from "@/lib/session/log-in";
import { buildPerson } from "../support/builders";
import { withTestDatabase } from "../support/database";
import { createBrowser, type TestBrowser } from "../support/request-scope";

vi.mock("next/headers", () => import("../support/request-scope"));

let browser: TestBrowser;
const ada = { email: "ada@example.com", password: "a long enough password" };

withTestDatabase();
beforeAll(async () => {
  const { id } = await db().workspace.create({ data: { name: "Acme" } });
  await buildPerson(id, "author", ada);
  browser = createBrowser();
  await browser.visit(() => logIn(ada));
});

let log: string;
beforeEach(() => {
  log = "";
  vi.spyOn(console, "error").mockImplementation((line) => {
    log += `${line}\n`;
  });
});
afterEach(() => vi.restoreAllMocks());

const schema = z.object({ name: z.string().min(1, "Give it a name.") });

async function submit(action: FormAction, fields: Record<string, string>, headers?: Record<string, string>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return browser.visit(() => action({ status: "idle" }, form), headers);
}

test("the command is told who asks and what they sent", async () => {
  const perform = vi.fn(async () => undefined);
  expect(await submit(formAction(schema, perform), { name: "CRM" })).toEqual({ status: "done" });
  expect(perform).toHaveBeenCalledWith(expect.objectContaining({ role: "author" }), { name: "CRM" });
});

test.each([
  ["another site", { origin: "https://evil.example" }],
  ["a sandboxed page", { origin: "null" }],
  ["nobody known", { origin: "" }],
  ["another port", { origin: "http://localhost:3001" }],
  [
    "a site that forwards its own name",
    { origin: "https://evil.example", "x-forwarded-host": "evil.example", host: "evil.example" },
  ],
])("a form sent by %s does nothing", async (_who, headers) => {
  const perform = vi.fn(async () => undefined);
  for (const action of [formAction(schema, perform), entranceAction(schema, perform)]) {
    expect(await submit(action, { name: "CRM" }, headers)).toEqual({
      status: "failed",
      message: expect.stringContaining(env.PATCHBAY_URL),
    });
  }
  expect(perform).not.toHaveBeenCalled();
});

test("whoever is logged out goes to the log-in page and comes back", async () => {
  const stranger = createBrowser();
  const perform = vi.fn(async () => undefined);
  const sent = stranger.visit(() => formAction(schema, perform)({ status: "idle" }, new FormData()), {
    "x-patchbay-path": "/people?a=b",
  });
  await expect(sent).rejects.toMatchObject({
    digest: expect.stringContaining("/login?returnTo=%2Fpeople%3Fa%3Db"),
  });
  expect(perform).not.toHaveBeenCalled();
});

test("what can't be read is said beside the control it came from", async () => {
  const rows = z.object({ headers: z.array(z.object({ name: z.string().min(1, "Name it.") })) });
  expect(
    await submit(
      formAction(rows, async () => undefined),
      { "headers.0.name": "a", "headers.1.name": "" },
    ),
  ).toEqual({
    status: "invalid",
    fields: { "headers.1.name": ["Name it."] },
  });
});

test("an issue with the form as a whole is said below it", async () => {
  const whole = schema.refine(() => false, "These don't go together.");
  expect(
    await submit(
      formAction(whole, async () => undefined),
      { name: "CRM" },
    ),
  ).toEqual({
    status: "failed",
    message: "These don't go together.",
  });
});

test("a failure is said where it belongs", async () => {
  const beside = formAction(schema, async () => {
    throw new Failure("conflict", "That name is taken.", { field: "name" });
  });
  const below = formAction(schema, async () => {
    throw new Failure("upstream", "The server did not answer.");
  });
  expect(await submit(beside, { name: "CRM" })).toEqual({
    status: "invalid",
    fields: { name: ["That name is taken."] },
  });
  expect(await submit(below, { name: "CRM" })).toEqual({
    status: "failed",
    message: "The server did not answer.",
  });
});

test("a bug is a plain sentence with a code; its details are in the log under that code, without secrets", async () => {
  const state = await submit(
    formAction(schema, async () => {
      throw new Error("broke while sending Authorization: Bearer abcdefghijklmnop");
    }),
    { name: "CRM" },
  );
  const code = /code ([0-9a-f]{8})\.$/.exec(state.status === "failed" ? state.message : "")?.[1];
  expect(code).toBeDefined();
  expect(JSON.stringify(state)).not.toContain("broke");
  expect(log).toContain(code);
  expect(log).toContain("broke while sending");
  expect(log).not.toContain("abcdefghijklmnop");
});

test("nothing that was typed comes back", async () => {
  const secret = z.object({ key: z.string().max(3), name: z.string().min(1) });
  const state = await submit(
    formAction(secret, async () => undefined),
    { key: "canary-secret", name: "canary-name" },
  );
  expect(JSON.stringify(state)).not.toContain("canary");
});

test("a redirect is no failure", async () => {
  const action = formAction(schema, async () => redirect("/connections"));
  await expect(submit(action, { name: "CRM" })).rejects.toMatchObject({
    digest: expect.stringContaining("/connections"),
  });
});
