import { afterAll, beforeEach, expect, test, vi } from "vitest";
import type { Actor } from "@/lib/access/actor";
import type { Settings } from "@/lib/connections/schema";
import type { News } from "@/lib/notices/schema";
import { mailPassword, startMailServer, type TakenMail } from "../fakes/mail-server";
import { call, scenario } from "../fakes/model-script";
import type { TestWorkspace } from "../support/builders";
import { apiKey, connectionInput } from "../support/connection-input";
import { startSamples } from "../support/samples";
import { openRunHouse } from "./run-house";

/** What happens to somebody reaches them: on Home, and through a real mail server. */
const [samples, mail] = await Promise.all([startSamples(), startMailServer()]);
process.env["PATCHBAY_SMTP_URL"] = mail.url;
process.env["PATCHBAY_MAIL_FROM"] = "Patchbay <patchbay@example.com>";
afterAll(() => Promise.all([samples.close(), mail.close()]));
const { model, chooseModel, untilStatus } = await openRunHouse();
const lib = {
  ...(await import("@/lib/access/actor")),
  ...(await import("@/lib/audit/commit")),
  ...(await import("@/lib/connections/edit")),
  ...(await import("@/lib/db/client")),
  ...(await import("@/lib/notices/commands")),
  ...(await import("@/lib/notices/mailing")),
  ...(await import("@/lib/notices/notify")),
  ...(await import("@/lib/notices/queries")),
  ...(await import("@/lib/runs/commands")),
  ...(await import("@/lib/runs/decide")),
  ...(await import("@/lib/runs/queries")),
  ...(await import("@/lib/runs/requests")),
  ...(await import("@/lib/settings/commands")),
  ...(await import("@/lib/sign-ins/health")),
  ...(await import("@/lib/workspace/commands")),
  ...(await import("../support/builders")),
  ...(await import("./endpoint-house")),
};

let team: TestWorkspace;

beforeEach(async () => {
  await lib.db().notice.deleteMany();
  team = await lib.buildWorkspace();
  mail.mails.length = 0;
  mail.refuseWith(null);
});

/** Everything that is due is handed over, or was tried. */
async function mailed(): Promise<TakenMail[]> {
  lib.mailSoon();
  await lib.mailingSettled();
  return mail.mails;
}

async function tell(to: Actor, news: News): Promise<void> {
  await lib.commit(lib.systemPermit("work on a run", team.workspaceId), async (tx) => {
    await lib.notify(tx, { workspaceId: team.workspaceId, memberId: to.id }, news);
    return { value: undefined, event: { unrecorded: "a test" } };
  });
}

async function emailOf({ id }: Actor): Promise<string> {
  const { user } = await lib.db().member.findUniqueOrThrow({ where: { id }, select: { user: true } });
  return user.email;
}

async function warehouse(): Promise<string> {
  const id = await lib.addWarehouse(team.admin, samples.warehouse.url);
  await lib.signInToWarehouse(team.author, id, "ada");
  return id;
}

async function refuse(connectionId: string): Promise<void> {
  const signIn = await lib
    .db()
    .signIn.findFirstOrThrow({ where: { connectionId, memberId: team.author.id } });
  const permit = lib.authorize(team.author, "connections.view");
  await lib.markRefused(permit, signIn, {
    connection: "Warehouse API",
    member: "Author",
    reason: "It said no.",
  });
}

const failed = (runId = "r1"): News => ({ kind: "runFailed", runId, assignment: "Restock", by: "person" });

test("a call that waits is mailed to the person it acts as, without its arguments, and what follows a failure too", async () => {
  await warehouse();
  const assignmentId = await lib.buildAssignment(team.author, { reserve_stock: "ask" });
  await chooseModel(team.admin);
  const wanted = { sku: "BLT-M8-40", quantity: 2, order: "PO-not-to-be-mailed" };
  model.script = scenario({ asked: /./, answer: call("reserve_stock", wanted, "I would reserve two.") });
  const runId = await lib.startRun(team.author, { assignmentId, message: "Restock." });
  await untilStatus(team.author, runId, "waiting");

  const [asked, ...more] = await mailed();
  expect(more).toEqual([]);
  expect(asked?.to).toEqual([await emailOf(team.author)]);
  expect(asked?.subject).toBe("reserve_stock of Warehouse API waits for your approval");
  expect(asked?.text).toContain(`http://localhost:3000/runs/${runId}\n`);
  expect(asked?.head).toContain("Auto-Submitted: auto-generated");
  expect(JSON.stringify(asked)).not.toContain("PO-not-to-be-mailed");
  expect(await lib.listNews(team.author)).toEqual([]);

  await lib.removeModel(team.admin);
  const [approval] = await lib.listWaitingApprovals(team.author);
  await lib.decideApproval(team.author, {
    approvalId: approval?.id ?? "",
    decision: "deny",
    reason: "",
    arguments: "",
  });
  await untilStatus(team.author, runId, "failed");
  expect((await mailed()).slice(1)).toMatchObject([
    { subject: expect.stringMatching(/^A run of .* failed$/) },
  ]);
  expect(await lib.listNews(team.author)).toMatchObject([{ kind: "runFailed", subjectId: runId }]);
});

test("a host's call that waits is mailed with the page to answer it, and an answer comes before its mail", async () => {
  const toolId = (await lib.db().tool.findFirst())?.id ?? "none";
  const request = (order: string) => ({
    assignment: { id: null, name: "Restock" },
    tool: { toolId, tool: "reserve_stock", connection: "Warehouse API", fingerprint: "f" },
    arguments: { order },
  });
  const permit = lib.authorize(team.member, "runs.start");
  const first = await lib.requestApproval(permit, request("PO-1"));
  const second = await lib.requestApproval(permit, request("PO-2"));
  if (first.kind !== "waiting" || second.kind !== "waiting") throw new Error("They should wait.");
  const no = { decision: "deny", reason: "", arguments: "" } as const;
  await lib.decideApproval(team.member, { approvalId: first.approvalId, ...no });

  const mails = await mailed();
  expect(mails).toHaveLength(1);
  expect(mails[0]?.text).toContain(`http://localhost:3000/approvals/${second.approvalId}\n`);
  expect(mails[0]?.text).not.toContain(first.approvalId);
});

test("a sign-in that is refused is mailed once, and again only after it had worked", async () => {
  const id = await warehouse();
  await refuse(id);
  await refuse(id);
  expect(await mailed()).toMatchObject([
    {
      to: [await emailOf(team.author)],
      subject: "Your sign-in to Warehouse API needs reconnecting",
      text: expect.stringContaining(`http://localhost:3000/sign-ins/${id}\n`),
    },
  ]);

  await lib.signInToWarehouse(team.author, id, "ada");
  await refuse(id);
  expect(await mailed()).toHaveLength(2);
});

test("whoever loses their sign-in to an edit is told, and nobody where none is needed any more", async () => {
  const id = await warehouse();
  const { version } = await lib.db().connection.findUniqueOrThrow({ where: { id } });
  const moved = (settings: Settings) => connectionInput("Warehouse API", samples.holidays.url, settings);
  await lib.updateConnection(team.admin, id, version, moved(apiKey), 1);
  expect(await mailed()).toMatchObject([{ to: [await emailOf(team.author)] }]);

  await lib.db().notice.deleteMany();
  await lib.db().signIn.updateMany({ where: { connectionId: id }, data: { credential: "x", issuer: null } });
  await lib.updateConnection(team.admin, id, version + 1, moved({ authorization: "none" }), 1);
  expect(await lib.db().notice.count()).toBe(0);
});

test("when the workspace's own sign-in ends, those who can renew it hear of it on Home and by mail", async () => {
  const connectionId = await warehouse();
  const signIn = { workspaceId: team.workspaceId, memberId: null, connectionId };
  await lib.commit(lib.systemPermit("refresh a credential", team.workspaceId), async (tx) => {
    await lib.notifyOfSignIn(tx, signIn, "Warehouse API");
    return { value: undefined, event: { unrecorded: "a test" } };
  });
  const told = (await mailed()).flatMap(({ to }) => to).sort();
  expect(told).toEqual([await emailOf(team.admin), await emailOf(team.owner)].sort());
  expect(await lib.listNews(team.admin)).toMatchObject([
    { kind: "workspaceSignIn", subjectId: connectionId },
  ]);
  expect(await lib.listNews(team.author)).toEqual([]);
});

test("a change that is rolled back tells nobody", async () => {
  const change = lib.commit(lib.systemPermit("work on a run", team.workspaceId), async (tx) => {
    await lib.notify(tx, { workspaceId: team.workspaceId, memberId: team.author.id }, failed());
    throw new Error("It did not happen.");
  });
  await expect(change).rejects.toThrow("It did not happen.");
  expect(await lib.listNews(team.author)).toEqual([]);
  expect(await mailed()).toEqual([]);
});

test("who switched mail off reads it on Home alone; who dismissed it is not mailed either", async () => {
  expect(await lib.findMailChoice(team.author)).toBe(true);
  await lib.chooseMail(team.author, "off");
  await tell(team.author, failed());
  await tell(team.member, failed());
  const [news] = await lib.listNews(team.member);
  await lib.dismissNotices(team.author, [news?.id ?? ""]);
  expect(await lib.listNews(team.member)).toHaveLength(1);
  await lib.dismissNotices(team.member, [news?.id ?? ""]);

  expect(await mailed()).toEqual([]);
  expect(await lib.findMailChoice(team.author)).toBe(false);
  expect(await lib.listNews(team.author)).toMatchObject([{ title: "A run of Restock failed" }]);
  expect(await lib.listNews(team.member)).toEqual([]);
});

test("who has left is told nothing, and their leaving stops no run from ending", async () => {
  await lib.db().member.delete({ where: { id: team.member.id } });
  await tell(team.member, failed());
  expect(await lib.db().notice.count()).toBe(0);
});

test("much at once is few mails, and of several processes one sends each", async () => {
  const people = [team.owner, team.admin, team.author, team.member];
  for (const person of people) for (let run = 0; run < 10; run += 1) await tell(person, failed(`r${run}`));
  const others = [await importMailing(), await importMailing(), await importMailing()];
  expect(new Set(others.map(({ mailSoon }) => mailSoon)).size).toBe(3);
  for (const { mailSoon } of others) mailSoon();
  await Promise.all([mailed(), ...others.map(({ mailingSettled }) => mailingSettled())]);

  for (const person of people) {
    const to = await emailOf(person);
    const links = mail.mails
      .filter((one) => one.to.includes(to))
      .flatMap(({ text }) => [...text.matchAll(/\/runs\/(r\d)/g)].map(([, id]) => id));
    expect(links.sort()).toEqual(Array.from({ length: 10 }, (_, run) => `r${run}`));
  }
  expect(mail.mails.length).toBeLessThan(20);
});

/** The worker of another process: the same module, loaded again, on the same database. */
async function importMailing(): Promise<typeof import("@/lib/notices/mailing")> {
  vi.resetModules();
  return import("@/lib/notices/mailing");
}

test("a server that is busy is asked again later, for a day; one that says never is not", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  mail.refuseWith(451);
  await tell(team.author, failed());
  expect(await mailed()).toEqual([]);
  const before = Date.now();
  const [waiting] = await lib.db().notice.findMany();
  expect(waiting?.mailAt?.getTime()).toBeGreaterThan(before + 30_000);

  mail.refuseWith(null);
  expect(await mailed()).toEqual([]);
  await dueNow();
  expect(await mailed()).toHaveLength(1);
  await dueNow({ mailAt: { not: null } });
  expect(await mailed()).toHaveLength(1);

  for (const [code, createdAt] of [
    [451, new Date(before - 25 * 3_600_000)],
    [550, new Date()],
  ] as const) {
    mail.refuseWith(code);
    await tell(team.member, failed(`r${code}`));
    await lib.db().notice.updateMany({ where: { subjectId: `r${code}` }, data: { createdAt } });
    await mailed();
    expect(await lib.db().notice.findFirst({ where: { subjectId: `r${code}` } })).toMatchObject({
      mailAt: null,
      mailAttempts: 1,
    });
  }
  said.mockRestore();
});

async function dueNow(where = {}): Promise<void> {
  await lib.db().notice.updateMany({ where, data: { mailAt: new Date(0) } });
}

test("a name can't add to a mail's head", async () => {
  const connection = "Bank\r\nBcc: eve@example.com\r\n\r\nClick here";
  await tell(team.author, { kind: "signIn", connectionId: "c1", connection });
  const [taken] = await mailed();
  expect(taken?.to).toEqual([await emailOf(team.author)]);
  expect(taken?.head).not.toMatch(/^Bcc:/m);
  expect(taken?.subject).toContain("Bank Bcc: eve@example.com Click here");
});

test("a password leaves this machine over TLS or not at all", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  const before = mail.passwords.length;
  // The same server, under an address that does not look like this machine's.
  process.env["PATCHBAY_SMTP_URL"] = mail.url.replace("127.0.0.1", "[::ffff:127.0.0.1]");
  vi.resetModules();
  const { sendMail } = await import("@/lib/notices/mail");
  process.env["PATCHBAY_SMTP_URL"] = mail.url;

  expect(await sendMail("bob@example.com", { subject: "Hello", text: "Hello" })).toBe("failed");
  expect(said.mock.calls.join()).toContain("STARTTLS");
  said.mockRestore();
  expect(mail.passwords).toHaveLength(before);
  expect(mail.mails).toEqual([]);
});

test("an invitation is mailed with its link, which is kept nowhere, and a mail that fails is told", async () => {
  const invited = await lib.inviteMember(team.admin, { email: "bob@example.com", role: "author" });
  expect(invited.mailed).toBe("sent");
  expect(mail.mails).toMatchObject([
    { to: ["bob@example.com"], subject: `${team.admin.name} invited you to Acme on Patchbay` },
  ]);
  expect(mail.mails[0]?.text).toContain(`${invited.link}\n`);
  const token = invited.link.split("/").at(-1) ?? "no token";
  const kept = [await lib.db().notice.findMany(), await lib.db().invite.findMany()];
  expect(JSON.stringify([kept, await lib.db().auditEvent.findMany()])).not.toContain(token);

  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  mail.refuseWith(550);
  const again = await lib.inviteMember(team.admin, { email: "bob@example.com", role: "author" });
  expect(again).toMatchObject({ mailed: "failed", link: expect.stringContaining("/invite/") });
  const log = said.mock.calls.join("\n");
  said.mockRestore();
  expect(log).toContain("A mail to bob@example.com was not sent.");
  expect(log).not.toContain(mailPassword);
});
