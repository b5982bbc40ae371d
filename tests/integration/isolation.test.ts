import { readdirSync, readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startIdentityProvider, takingWordOf } from "../fakes/identity-provider";
import { startInternalCrm } from "../fakes/internal-crm";
import { startLegacyErp } from "../fakes/legacy-erp";
import { startPublicHolidays } from "../fakes/public-holidays";
import { startWarehouse } from "../fakes/warehouse";
import { allowOrigins } from "../support/samples";

/**
 * Every query and command, asked by each role and by somebody of another workspace. What can be asked is read
 * from the modules' exports, so that a new one without a row in the table fails here.
 */

const company = { clientId: "console", clientSecret: null };
const redirectUris = [`${process.env["PATCHBAY_URL"] ?? "http://localhost:3000"}/oauth/company/callback`];
const idp = await startIdentityProvider({ clients: [{ ...company, redirectUris }] });
const fakes = await Promise.all([
  startPublicHolidays(),
  startWarehouse(),
  startLegacyErp(),
  startInternalCrm({ authorization: { moreGrants: takingWordOf(() => idp) } }),
]);
const [holidays, warehouse, erp, crm] = fakes;
allowOrigins([...fakes, crm.authorization, idp].map(({ origin }) => origin));
const servers = {
  open: holidays.url,
  keyed: warehouse.url,
  headers: erp.url,
  oauth: crm.url,
  company: { ...company, issuer: idp.issuer },
};

const { allows, roles } = await import("@/lib/access/policy");
const { flushCalls } = await import("@/lib/audit/calls");
const { closeJobs, openJobs } = await import("@/lib/db/jobs");
const { Failure } = await import("@/lib/errors");
const { openQueue } = await import("@/lib/runs/queue");
const { buildMember } = await import("../support/builders");
const { withTestDatabase } = await import("../support/database");
const { buildHouse, shown, snapshotOf } = await import("./isolation-house");
const { rows } = await import("./isolation-table");

let elsewhere: string;

withTestDatabase();
beforeAll(async () => {
  // Runs are started and never worked on: there is a queue, and nobody who takes anything from it.
  await openJobs(() => {});
  await openQueue();
  elsewhere = (await buildHouse(servers)).workspaceId;
});

afterEach(flushCalls);

afterAll(async () => {
  await closeJobs();
  await Promise.all([...fakes, idp].map((fake) => fake.close()));
});

/** What does not ask who asks, and why it need not. */
const UNASKED: Record<string, string> = {
  "endpoint.findCaller": "finds out who asks",
  "runs.actorFor": "finds out as whom a run or schedule acts",
  "runs.claimRun": "takes a run that a person started",
  "runs.renewLease": "keeps a run that was claimed",
  "runs.putDown": "lets go of a run that was claimed",
  "runs.showSaying": "writes beside a run that was claimed",
  "runs.workOn": "works on a run as the person it acts for",
  "runs.dropLeases": "runs at boot",
  "runs.expireApprovals": "denies what nobody answered in time",
  "runs.wakeRun": "is part of somebody's change",
  "runs.startDue": "starts what a schedule's maker asked for, as them",
  "runs.startWorker": "runs at boot",
  "runs.stopWorker": "runs at the end",
  "runs.sweepRuns": "runs in the background",
  "notices.mailingSettled": "only waits",
  "sign-ins.freshTokens": "takes a sign-in that its person's permit has already reached",
  "sign-ins.revocationsSettled": "only waits",
  "workspace.checkKeys": "runs at boot",
  "workspace.keepTidy": "runs from boot on",
  "workspace.makeSetUpLink": "goes to the log while there is nobody",
  "workspace.isSetUp": "says only whether there is anybody",
  "workspace.isSetUpLink": "asks for the link",
  "workspace.setUpWorkspace": "asks for the link",
  "workspace.findInvitation": "asks for the invite",
  "workspace.acceptInvite": "asks for the invite",
};

const MODULES = [
  "settings",
  "connections",
  "company",
  "notices",
  "sign-ins",
  "tools",
  "assignments",
  "workspace",
  "endpoint",
  "audit",
  "runs",
];
const exported = MODULES.flatMap((module) =>
  readdirSync(`lib/${module}`).flatMap((file) =>
    exportsOf(module, readFileSync(`lib/${module}/${file}`, "utf8")),
  ),
);

test("every query and command has a row in the table", () => {
  const asked = exported.filter(({ asksAs }) => asksAs === "actor").map(({ name }) => name);
  expect(Object.keys(rows).sort()).toEqual(asked.sort());
});

test("whatever opens the database for nobody says why", () => {
  const unasked = exported.filter(({ asksAs }) => asksAs === "nobody").map(({ name }) => name);
  expect(Object.keys(UNASKED).sort()).toEqual(unasked.sort());
});

describe.each(Object.entries(rows))("%s", (_name, row) => {
  test.each(roles.filter((role) => allows(role, row.needs)))("is there for the %s", async (role) => {
    const house = await buildHouse(servers);
    const actor = house.people[role];
    const act = await row.does({ house, whose: actor, servers });

    expect(await outcomeOf(act(actor))).toHaveProperty("done");
  });

  test("refuses whoever the policy does not name, tells a stranger nothing, and changes nothing for them", async () => {
    const house = await buildHouse(servers);
    const act = await row.does({ house, whose: house.people.owner, servers });
    const before = await snapshotOf(house);

    for (const role of roles.filter((one) => !allows(one, row.needs))) {
      expect(await outcomeOf(act(house.people[role]))).toMatchObject({ failed: { code: "forbidden" } });
    }
    const outcome = await outcomeOf(act(await buildMember(elsewhere, "owner")));

    expectFare(outcome, row.stranger);
    for (const mark of house.marks) expect(shown(outcome)).not.toContain(mark);
    expect(await snapshotOf(house)).toBe(before);
  });

  test.runIf(row.isPersonal)("keeps from a teammate what is somebody else's own", async () => {
    const house = await buildHouse(servers);
    const { owner: whose, admin: teammate } = house.people;
    const act = await row.does({ house, whose, servers });
    const before = await holdingsOf(whose);
    const outcome = await outcomeOf(act(teammate));

    expectFare(outcome, row.stranger);
    expect(shown(outcome)).not.toContain(whose.id);
    expect(await holdingsOf(whose)).toBe(before);
  });
});

type Outcome = { done: unknown } | { failed: unknown };

async function outcomeOf(asked: Promise<unknown>): Promise<Outcome> {
  return asked.then(
    (done) => ({ done }),
    (failed: unknown) => ({ failed }),
  );
}

function expectFare(outcome: Outcome, fare: "refused" | "sees nothing" | "acts at home"): void {
  if (fare === "refused") {
    expect(outcome).toHaveProperty("failed");
    if ("failed" in outcome) expect(outcome.failed).toBeInstanceOf(Failure);
    return;
  }
  expect(outcome).toHaveProperty("done");
  if ("done" in outcome && fare === "sees nothing") expect(isNothing(outcome.done)).toBe(true);
}

/** Null, an empty list, or an object of nothing but empty lists. */
function isNothing(value: unknown): boolean {
  if (value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.values(value).every(isNothing);
}

async function holdingsOf({ id }: { id: string }): Promise<string> {
  const { db } = await import("@/lib/db/client");
  return shown(
    await db().member.findUnique({
      where: { id },
      include: {
        user: { include: { sessions: true } },
        signIns: true,
        tokens: true,
        pending: true,
        approvals: true,
        schedules: true,
        company: true,
        notices: true,
      },
    }),
  );
}

type Exported = { name: string; asksAs: "actor" | "nobody" | "permit" };

/** The functions a module exports, by what they are told about who asks. */
function exportsOf(module: string, source: string): Exported[] {
  const opensForNobody = /\b(systemPermit|lookUp\w*)\(/.test(source);
  return [...source.matchAll(/^export async function (\w+)(?:<\w+>)?\(([^)]*)\)/gm)].map(
    ([, name = "", parameters = ""]) => {
      const first = parameters.trim().split("\n")[0] ?? "";
      const isAsked = /: (Actor|MemberActor|Caller)\b/.test(first);
      const asksAs = isAsked ? "actor" : opensForNobody ? "nobody" : "permit";
      return { name: `${module}.${name}`, asksAs };
    },
  );
}
