import "server-only";
import { systemPermit } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import { logError } from "@/lib/secrets/log";

/** Tidies up now, and every few hours for as long as the console runs: strangers who try to log in leave counters behind. */
export async function keepTidy(): Promise<void> {
  await deleteExpired();
  const later = () =>
    void deleteExpired().catch((error: unknown) => logError("What has ended is deleted later.", error));
  setInterval(later, EVERY_MS).unref();
}

const EVERY_MS = 6 * 3_600_000;

/** Deletes what ended by itself: consents and invites that ran out, sessions, counters, old news. */
async function deleteExpired(): Promise<void> {
  const now = new Date();
  const yesterday = now.getTime() - 86_400_000;
  const expired = { where: { expiresAt: { lt: now } } };

  await commit(systemPermit("start the console", "none"), async (tx) => {
    await tx.pendingSignIn.deleteMany(expired);
    await tx.invite.deleteMany(expired);
    await tx.session.deleteMany(expired);
    await tx.verification.deleteMany(expired);
    await tx.notice.deleteMany({ where: { createdAt: { lt: new Date(now.getTime() - NOTICE_AGE_MAX_MS) } } });
    await tx.rateLimit.deleteMany({ where: { lastRequest: { lt: yesterday } } });
    return { value: undefined, event: { unrecorded: "They had ended already." } };
  });
}

const NOTICE_AGE_MAX_MS = 30 * 86_400_000;
