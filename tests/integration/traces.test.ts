import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { faults } from "../fakes/authorization-faults";
import { consent } from "../fakes/consent";
import type { TestWorkspace } from "../support/builders";
import { connectionInput, oauth } from "../support/connection-input";
import { startSamples } from "../support/samples";

const samples = await startSamples();
const { crm } = samples;
const { buildWorkspace } = await import("../support/builders");
const { withTestDatabase } = await import("../support/database");
const { createConnection, registerAgain } = await import("@/lib/connections/commands");
const { listTraces } = await import("@/lib/connections/queries");
const { collect, flushTraces, recordTrace } = await import("@/lib/connections/traces");
const { systemPermit } = await import("@/lib/access/actor");
const { db } = await import("@/lib/db/client");
const { signOut } = await import("@/lib/sign-ins/commands");
const { finishSignIn, startSignIn } = await import("@/lib/sign-ins/consent");
const { tokensOf } = await import("@/lib/sign-ins/credential");
const { freshTokens } = await import("@/lib/sign-ins/refresh");
const { revocationsSettled } = await import("@/lib/sign-ins/revocation");

let people: TestWorkspace;
let connectionId: string;

withTestDatabase();

beforeEach(async () => {
  people = await buildWorkspace();
  connectionId = await createConnection(people.admin, connectionInput("Internal CRM", crm.url, oauth));
});

afterEach(() => crm.authorization.heal());

afterAll(() => samples.close());

test("an admin reads the whole way of a sign-in, step by step, and no secret", async () => {
  const asked = await startSignIn(people.member, connectionId, "/");
  const callback = await consent(asked, { as: "ben" });
  await finishSignIn(people.member, callback.searchParams);
  const secrets = [callback.searchParams.get("code") ?? "", asked.searchParams.get("state") ?? ""];
  for (const _ of [1, 2, 3]) secrets.push(...(await renew()));
  crm.authorization.break(faults.tokenDown);
  await expect(renew()).rejects.toMatchObject({ code: "unavailable" });
  crm.authorization.heal();
  await signOut(people.member, connectionId);
  await revocationsSettled();

  const traces = await read();
  expect(traces.map(({ what, who, failure, times }) => [what, who, failure === null, times])).toEqual([
    ["revocation", people.member.name, true, 1],
    ["refresh", people.member.name, false, 1],
    ["refresh", people.member.name, true, 3],
    ["consentEnded", people.member.name, true, 1],
    ["consentBegun", people.member.name, true, 1],
    ["discovery", people.admin.name, true, 1],
  ]);
  expect(traces[1]?.failure).toMatch(
    /The provider's sign-in server is not working right now.*Try again later/,
  );
  const hosts = new Set(traces.flatMap(({ steps }) => steps.map(({ detail }) => detail["host"])));
  expect([...hosts].sort()).toEqual(
    [crm.origin, crm.authorization.origin].map((origin) => new URL(origin).host).sort(),
  );
  expect(traces.every(({ steps }) => steps.every(({ sentence }) => sentence.length > 0))).toBe(true);
  const stored = JSON.stringify(await db().signInTrace.findMany({ where: { connectionId } }));
  for (const secret of secrets) expect(stored).not.toContain(secret);
});

test("a registration that the provider refuses says whose side it is on and what to do", async () => {
  crm.authorization.break(faults.registrationForbidden);
  await expect(registerAgain(people.admin, connectionId)).rejects.toThrow();
  const [newest] = await read();
  expect(newest).toMatchObject({
    what: "discovery",
    who: people.admin.name,
    failure:
      "This provider only accepts approved apps. Register one and enter its Client ID under Advanced settings.",
  });
  expect(newest?.steps.at(-1)).toMatchObject({ outcome: "failed", detail: { status: 403 } });
});

test("a consent that was denied is told as such", async () => {
  const callback = await consent(await startSignIn(people.member, connectionId, "/"), {
    as: "ben",
    decision: "deny",
  });
  await expect(finishSignIn(people.member, callback.searchParams)).rejects.toThrow();
  expect((await read())[0]).toMatchObject({
    what: "consentEnded",
    failure: expect.stringContaining("did not allow access"),
  });
});

test("the newest fifty are kept, and nothing for longer than thirty days", async () => {
  const permit = systemPermit("refresh a credential", people.workspaceId);
  for (let index = 0; index < 60; index += 1) {
    const { trace, steps } = collect();
    trace({ step: "token", host: "example.com", outcome: "ok", sentence: "It went well.", durationMs: 1 });
    const about = { what: "refresh", connectionId, memberId: people.member.id } as const;
    recordTrace(permit, about, steps, index % 2 === 0 ? null : `No. ${index}`);
  }
  expect((await read()).length).toBe(50);

  const old = new Date(Date.now() - 31 * 86_400_000);
  await db().signInTrace.updateMany({ where: { connectionId }, data: { at: old } });
  await startSignIn(people.member, connectionId, "/");
  expect((await read()).map(({ what }) => what)).toEqual(["consentBegun"]);
});

async function read() {
  await flushTraces();
  return listTraces(people.admin, connectionId);
}

/** Renews as if the server had refused the present tokens; returns those there are then. */
async function renew(): Promise<string[]> {
  const row = await db().signIn.findFirstOrThrow({ where: { connectionId } });
  const { accessToken = "", refreshToken } = (await freshTokens(row, tokensOf(row))) ?? {};
  return [accessToken, refreshToken ?? ""];
}
