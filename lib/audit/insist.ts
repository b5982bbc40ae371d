import "server-only";
import { setTimeout as delay } from "node:timers/promises";

/**
 * Writes what another server has just answered. It exists nowhere else, so a
 * database that is away is waited for, up to a minute; then the last error is
 * thrown. `save` may have gone through when it throws: it has to bear being
 * repeated.
 */
export async function insist<T>(save: () => Promise<T>): Promise<T> {
  const giveUpAt = Date.now() + SAVE_MAX_MS;
  for (;;) {
    try {
      return await save();
    } catch (error) {
      if (Date.now() >= giveUpAt) throw error;
    }
    await delay(SAVE_PAUSE_MS);
  }
}

const SAVE_MAX_MS = 60_000;
const SAVE_PAUSE_MS = 250;
