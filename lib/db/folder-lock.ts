import "server-only";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * Takes the data folder for this process and returns how to give it back. The
 * lock is SQLite's lock on a file of its own, so the operating system drops it
 * when the process dies, however it dies, and no left-over can block a start.
 */
export function lockFolder(folder: string): () => void {
  const lock = new DatabaseSync(join(folder, "lock"));
  try {
    lock.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
  } catch (cause) {
    lock.close();
    throw new Error(
      `Another Patchbay is already using the data folder ${folder}. Stop it first, or set PATCHBAY_DATA to another folder.`,
      { cause },
    );
  }
  return () => lock.close();
}
