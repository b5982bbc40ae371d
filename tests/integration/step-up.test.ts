import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startInternalCrm } from "../fakes/internal-crm";
import type { TestWorkspace } from "../support/builders";
import { connectionInput, oauth } from "../support/connection-input";
import { allowOrigins } from "../support/samples";

const BASE = ["crm.read", "crm.write"];
/** What a consent asks for without anything being missing. */
const ASKED = [...BASE, "offline_access"];
const crm = await startInternalCrm();
allowOrigins([crm.origin, crm.authorization.origin]);

const { buildWorkspace } = await import("../support/builders");
const { withTestDatabase } = await import("../support/database");
const { signInByConsent, tryTool } = await import("../support/person");
const { createConnection } = await import("@/lib/connections/commands");
const { grantAccess, startSignIn } = await import("@/lib/sign-ins/consent");
const { signOut } = await import("@/lib/sign-ins/commands");
const { ownSignIn } = await import("@/lib/sign-ins/queries");
const { refreshTools } = await import("@/lib/tools/commands");
const { db } = await import("@/lib/db/client");

let people: TestWorkspace;
let connectionId: string;

withTestDatabase();
beforeAll(async () => {
  people = await buildWorkspace();
  connectionId = await createConnection(people.admin, connectionInput("Internal CRM", crm.url, oauth));
});

/** Each test begins with a member who has just signed in to a server that is content. */
beforeEach(async () => {
  crm.authorization.heal();
  crm.requireScopes(BASE);
  await signOut(people.member, connectionId);
  await answer(startSignIn);
});

afterAll(() => crm.close());

/** Returns the scopes that were asked for. */
async function answer(start: typeof startSignIn, decision: "allow" | "deny" = "allow") {
  const address = await signInByConsent(people.member, connectionId, { as: "ben", decision }, start);
  return address.searchParams.get("scope")?.split(" ").sort();
}

const call = () => tryTool(people.member, connectionId, "whoami");
const mine = async () => {
  const signIn = await ownSignIn(people.member, connectionId);
  return { state: signIn?.state, missing: signIn?.missing, reason: signIn?.reason };
};
const consents = () => crm.authorization.seen("authorize").filter(({ method }) => method === "GET").length;

test("a call for want of a permission says which and where to grant it, and the sign-in stays", async () => {
  crm.requireScopes(["crm.admin"]);
  const failure = await call().catch((error: Error) => error);
  expect(failure).toMatchObject({
    code: "permission-required",
    message: `Internal CRM needs one more permission: crm.admin. Grant access: http://localhost:3000/sign-ins/${connectionId}`,
  });
  expect(await mine()).toEqual({
    state: "connected",
    missing: { scopes: ["crm.admin"], standing: "wanted" },
    reason: "Internal CRM needs one more permission: crm.admin.",
  });
  crm.requireScopes(BASE);
  expect((await call()).isError).toBe(false);
});

test("a permission that was granted is not said to be missing because the server names it again", async () => {
  crm.requireScopes([...BASE, "crm.admin"]);
  await expect(call()).rejects.toThrow("Internal CRM needs one more permission: crm.admin.");
  expect((await mine()).missing?.scopes).toEqual(["crm.admin"]);
  expect(await answer(grantAccess)).toEqual(["crm.admin", ...ASKED]);
  expect((await call()).isError).toBe(false);
});

test("a listing is told the same, and the log has it once", async () => {
  crm.requireScopes(["crm.admin", "crm.export"]);
  const before = await lacks();
  await signInByConsent(people.admin, connectionId, { as: "ada" });
  await expect(refreshTools(people.admin, connectionId)).rejects.toThrow(
    "Internal CRM needs 2 more permissions: crm.admin, crm.export.",
  );
  await refreshTools(people.admin, connectionId).catch(() => {});
  expect((await lacks()) - before).toBe(1);
  expect((await ownSignIn(people.admin, connectionId))?.missing?.standing).toBe("wanted");
});

test("granting asks for the union, and later consents keep what was granted", async () => {
  crm.requireScopes(["crm.admin"]);
  await expect(call()).rejects.toMatchObject({ code: "permission-required" });
  expect(await answer(startSignIn)).toEqual(ASKED);
  await expect(call()).rejects.toMatchObject({ code: "permission-required" });
  expect(await answer(grantAccess)).toEqual(["crm.admin", ...ASKED]);
  expect((await mine()).missing).toBeNull();
  expect((await call()).isError).toBe(false);
  expect(await answer(startSignIn)).toEqual(["crm.admin", ...ASKED]);
});

test("a server that is never satisfied is asked for three times, and then its people are told whom to ask", async () => {
  const before = consents();
  crm.requireScopes(["crm.admin"], "never content");
  await call().catch(() => {});
  for (let tries = 0; (await mine()).missing?.standing === "wanted"; tries += 1) {
    expect(tries).toBeLessThan(3);
    await answer(grantAccess);
    await call().catch(() => {});
  }
  expect(consents() - before).toBe(3);
  expect((await mine()).missing?.standing).toBe("refused");
  const failure = await call().catch((error: Error) => error.message);
  expect(failure).toBe(
    "Internal CRM keeps refusing, although crm.admin was asked for three times. Ask whoever runs it what your account there may do.",
  );
});

test("a no is remembered: nothing is wanted any more, though the person may still grant it", async () => {
  crm.requireScopes(["crm.admin"]);
  await call().catch(() => {});
  await expect(answer(grantAccess, "deny")).rejects.toMatchObject({ kind: "consent-denied" });
  expect((await mine()).missing?.standing).toBe("denied");
  await expect(call()).rejects.toThrow("crm.admin was not granted, so Internal CRM refuses what needs it.");
  expect(await mine()).toMatchObject({ state: "connected", missing: { standing: "denied" } });

  expect(await answer(grantAccess)).toEqual(["crm.admin", ...ASKED]);
  expect((await call()).isError).toBe(false);
});

test("a consent that comes back without the permission counts as a no", async () => {
  crm.requireScopes(["crm.admin"]);
  await call().catch(() => {});
  crm.authorization.break({ editTokens: (tokens) => ({ ...tokens, scope: BASE.join(" ") }) });
  await answer(grantAccess);
  expect((await mine()).missing).toEqual({ scopes: ["crm.admin"], standing: "denied" });
});

test("a scope that the provider does not know spoils no later sign-in", async () => {
  crm.requireScopes(["crm.unheard-of"]);
  await call().catch(() => {});
  await expect(answer(grantAccess)).rejects.toMatchObject({ kind: "callback" });
  crm.requireScopes(BASE);
  expect(await answer(startSignIn)).toEqual(ASKED);
});

function lacks(): Promise<number> {
  return db().auditEvent.count({ where: { name: "signIn.lacksPermission" } });
}
