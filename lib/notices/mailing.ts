import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import { systemPermit } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import type { Prisma } from "@/lib/db/generated/client";
import { env } from "@/lib/env";
import { logError } from "@/lib/secrets/log";
import { sendMail } from "./mail";
import { noticeMail } from "./sentences";

/**
 * Mails what was notified. Any number of processes may do so at once: claiming a
 * notice moves its next attempt ahead, which is also the pause after one that
 * failed, and the way out of one that was cut off. A process that dies between
 * handing a mail over and noting it sends it a second time; none is lost.
 */
const worker: { running: Promise<void> | null; isWanted: boolean; isStopped: boolean } = {
  running: null,
  isWanted: false,
  isStopped: false,
};

/** Looks for mail to send regularly from now on, where mail is configured. Returns how to stop. */
export function startMailing(): () => Promise<void> {
  if (!env.PATCHBAY_SMTP_URL) return async () => {};
  const timer = setInterval(mailSoon, LOOK_EVERY_MS);
  timer.unref();
  mailSoon();
  return async () => {
    clearInterval(timer);
    worker.isStopped = true;
    await Promise.race([worker.running, delay(STOP_MAX_MS, undefined, { ref: false })]);
  };
}

/** Looks now, in the background. */
export function mailSoon(): void {
  worker.isWanted = true;
  worker.running ??= workOff().finally(() => {
    worker.running = null;
  });
}

/** Resolves once nothing is being mailed. */
export async function mailingSettled(): Promise<void> {
  await worker.running;
}

const LOOK_EVERY_MS = 5_000;
const STOP_MAX_MS = 2_000;

async function workOff(): Promise<void> {
  while (worker.isWanted && !worker.isStopped) {
    worker.isWanted = false;
    await workOffDue().catch((error: unknown) => logError("Mailing is tried again later.", error));
  }
}

async function workOffDue(): Promise<void> {
  for (let due = await claim(); due.length > 0 && !worker.isStopped; due = await claim()) {
    const people = Map.groupBy(due, ({ memberId }) => memberId);
    await Promise.all([...people.values()].map(deliver));
  }
}

const ROWS_MAX = 20;
/** Longer than handing one mail over can take. */
const PAUSE_SECONDS = 120;
const DOUBLINGS_MAX = 5;
const GIVE_UP_AFTER_MS = 24 * 3_600_000;

/** Takes notices that are due. They come up again after two minutes, then four, then eight, at most about an hour. */
async function claim(): Promise<Due[]> {
  return commit(systemPermit("mail notices", "none"), async (tx) => {
    const claimed = await tx.$queryRaw<{ id: string }[]>`
      UPDATE "Notice"
      SET "mailAttempts" = "mailAttempts" + 1, "mailAt" = timezone('utc', clock_timestamp())
        + make_interval(secs => ${PAUSE_SECONDS} * power(2, least("mailAttempts", ${DOUBLINGS_MAX})))
      WHERE id IN (
        SELECT id FROM "Notice" WHERE "mailAt" <= timezone('utc', clock_timestamp())
        ORDER BY "mailAt", "createdAt" LIMIT ${ROWS_MAX} FOR UPDATE SKIP LOCKED
      )
      RETURNING id`;
    const value = await tx.notice.findMany({
      where: { id: { in: claimed.map(({ id }) => id) } },
      include: mailable,
      orderBy: { createdAt: "asc" },
    });
    return { value, event: { unrecorded: "who mails what" } };
  });
}

const mailable = {
  workspace: { select: { name: true } },
  member: { select: { mailNotices: true, user: { select: { email: true } } } },
} as const;

type Due = Prisma.NoticeGetPayload<{ include: typeof mailable }>;

/** Everything that is due for one person, in one mail. */
async function deliver(notices: readonly Due[]): Promise<void> {
  const [first] = notices;
  if (!first) return;
  const { member, workspace } = first;
  if (!member.mailNotices) return finish(notices);

  const place = { console: env.PATCHBAY_URL, workspace: workspace.name };
  const mailed = await sendMail(member.user.email, noticeMail(notices, place));
  const isOld = ({ createdAt }: Due) => Date.now() - createdAt.getTime() > GIVE_UP_AFTER_MS;
  await finish(mailed === "failed" ? notices.filter(isOld) : notices);
}

/** Sent, unwanted or given up. */
async function finish(notices: readonly Due[]): Promise<void> {
  if (notices.length === 0) return;
  await commit(systemPermit("mail notices", "none"), async (tx) => {
    await tx.notice.updateMany({
      where: { id: { in: notices.map(({ id }) => id) } },
      data: { mailAt: null },
    });
    return { value: undefined, event: { unrecorded: "a mail that needs no further attempt" } };
  });
}
