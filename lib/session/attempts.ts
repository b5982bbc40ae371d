import "server-only";
import { createHash } from "node:crypto";
import { db } from "@/lib/db/client";

export type AttemptRule = { window: number; max: number };
export type Attempt = { allowed: boolean; retryAfter: number | null };

/**
 * Counts one attempt against `key` and says whether it is still within the rule
 * (`window` in seconds). One statement counts and decides, so attempts made at
 * the same moment, or in other processes, can't slip past each other.
 */
export async function countAttempt(key: string, rule: AttemptRule): Promise<Attempt> {
  const now = Date.now();
  const windowStart = now - rule.window * 1000;
  // `lastRequest` is when the window began; blocked attempts don't move it.
  const [row] = await db().$queryRaw<{ count: number; lastRequest: bigint }[]>`
    INSERT INTO "RateLimit" AS seen (id, key, count, "lastRequest") VALUES (${key}, ${key}, 1, ${now})
    ON CONFLICT (key) DO UPDATE SET
      count = CASE WHEN seen."lastRequest" <= ${windowStart} THEN 1 ELSE seen.count + 1 END,
      "lastRequest" = CASE WHEN seen."lastRequest" <= ${windowStart} THEN ${now} ELSE seen."lastRequest" END
    RETURNING count, "lastRequest"`;
  if (!row || row.count <= rule.max) return { allowed: true, retryAfter: null };
  return { allowed: false, retryAfter: Math.ceil((Number(row.lastRequest) - windowStart) / 1000) };
}

export async function forgetAttempts(key: string): Promise<void> {
  await db().rateLimit.deleteMany({ where: { key } });
}

/** The counter of one e-mail address, whoever asks from wherever. It does not show whose it is. */
export function logInKey(email: string): string {
  const digest = createHash("sha256").update(email.trim().toLowerCase()).digest("hex");
  return `log-in:${digest}`;
}

/** Ten tries in a quarter of an hour for one address; people mistype, guessing takes more. */
export const logInRule: AttemptRule = { window: 900, max: 10 };
