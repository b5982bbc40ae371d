import "server-only";
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

/** People mistype: this many tries in a row are free. */
const FREE_TRIES = 5;
/** A stranger who keeps guessing keeps the owner waiting no longer than this. */
const WAIT_MAX_S = 60;
/** Tries are forgotten this long after the last. */
const FORGOTTEN_MS = 15 * 60_000;

/**
 * Counts one try at `key` and returns 0; or, while the wait after the tries
 * before is not over, the seconds that are left of it. The wait doubles with
 * each try from the sixth on, up to a minute; tries made during it count for
 * nothing. One statement counts and decides, as above.
 */
export async function takeTry(key: string): Promise<number> {
  const now = Date.now();
  const tried = await db().$executeRaw`
    INSERT INTO "RateLimit" AS seen (id, key, count, "lastRequest") VALUES (${key}, ${key}, 1, ${now})
    ON CONFLICT (key) DO UPDATE SET
      count = CASE WHEN seen."lastRequest" <= ${now - FORGOTTEN_MS} THEN 1 ELSE LEAST(seen.count + 1, 100) END,
      "lastRequest" = ${now}
    WHERE seen.count < ${FREE_TRIES}
       OR seen."lastRequest" + 1000 * LEAST(${WAIT_MAX_S}, POWER(2, seen.count - ${FREE_TRIES})) <= ${now}`;
  if (tried > 0) return 0;

  const row = await db().rateLimit.findUnique({ where: { key } });
  const waitMs = 1_000 * Math.min(WAIT_MAX_S, 2 ** ((row?.count ?? 0) - FREE_TRIES));
  return Math.max(1, Math.ceil((Number(row?.lastRequest ?? now) + waitMs - now) / 1_000));
}

export async function forgetTries(key: string): Promise<void> {
  await db().rateLimit.deleteMany({ where: { key } });
}
