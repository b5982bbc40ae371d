import { expect, test } from "vitest";
import type { News } from "@/lib/notices/schema";
import { invitationMail, noticeMail, noticeOf } from "@/lib/notices/sentences";

const place = { console: "https://patchbay.example.com", workspace: "Acme" };
const call = {
  kind: "approval",
  approvalId: "a1",
  tool: "pay",
  connection: "Bank",
  assignment: "Bills",
} as const;

const told: [News, string, string][] = [
  [{ ...call, runId: "r1" }, "pay of Bank waits for your approval", "/runs/r1"],
  [{ ...call, runId: null }, "pay of Bank waits for your approval", "/approvals/a1"],
  [
    { kind: "runFailed", runId: "r1", assignment: "Bills", by: "person" },
    "A run of Bills failed",
    "/runs/r1",
  ],
  [
    { kind: "signIn", connectionId: "c1", connection: "Bank" },
    "Your sign-in to Bank needs reconnecting",
    "/sign-ins/c1",
  ],
  [
    { kind: "workspaceSignIn", connectionId: "c1", connection: "Bank" },
    "The workspace's sign-in to Bank needs reconnecting",
    "/connections/c1",
  ],
  [
    {
      kind: "scheduleMissed",
      scheduleId: "s1",
      assignmentId: "a1",
      assignment: "Bills",
      reason: "No sign-in.",
    },
    "A schedule of Bills did not start",
    "/assignments/a1/runs",
  ],
  [
    {
      kind: "schedulePaused",
      scheduleId: "s1",
      assignmentId: "a1",
      assignment: "Bills",
      reason: "No sign-in.",
    },
    "The schedule of Bills paused itself",
    "/assignments/a1/runs",
  ],
];

test.each(told)("%j says what happened and leads there", (news, title, href) => {
  const notice = noticeOf(news);
  const mail = noticeMail([notice], place);

  expect(notice).toMatchObject({ title, href });
  expect(mail.subject).toBe(title);
  expect(mail.text).toContain(`${notice.text}\n${place.console}${href}\n`);
  expect(mail.text).toContain("https://patchbay.example.com/settings");
});

test("several things are one mail that holds each", () => {
  const notices = told.map(([news]) => noticeOf(news));
  const mail = noticeMail(notices, place);

  expect(mail.subject).toBe("7 things need you in Patchbay");
  for (const { title } of notices) expect(mail.text).toContain(title);
});

test.each([
  ["a line break", "Bank\r\nBcc: eve@example.com", "Bank Bcc: eve@example.com"],
  ["a line separator", "Bank\u2028Bcc", "Bank Bcc"],
  ["a change of direction", "Bank\u202Emoc.elpmaxe", "Bank moc.elpmaxe"],
  ["a null", "Bank\0!", "Bank !"],
])("%s in a name stays inside its line", (_what, name, shown) => {
  const { title } = noticeOf({ kind: "signIn", connectionId: "c1", connection: name });
  expect(title).toBe(`Your sign-in to ${shown} needs reconnecting`);
  expect(invitationMail({ by: name, workspace: "Acme", link: "" }).subject).toBe(
    `${shown} invited you to Acme on Patchbay`,
  );
});

test("a name without end is cut", () => {
  const { title } = noticeOf({
    kind: "runFailed",
    runId: "r1",
    assignment: "x".repeat(10_000),
    by: "person",
  });
  expect(title).toHaveLength(200);
});
