import "server-only";
import { randomUUID } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { lockFolder } from "./folder-lock";
import { PlannedPGlite } from "./planned";

/**
 * Opens the PostgreSQL that lives in the data folder. Two things make that safe:
 * an exclusive lock, because a second process would corrupt the files; and a first
 * start in a folder of its own that is renamed when complete, because a start that
 * is killed half-way leaves a folder that never opens again.
 */
export async function openEmbedded(folder: string): Promise<{ engine: PGlite; release: () => void }> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const release = lockFolder(folder);
  try {
    const home = resolve(folder, "database");
    if (!existsSync(home)) await createDatabase(folder, home);
    chmodSync(home, 0o700);
    const engine = new PlannedPGlite(home);
    await engine.waitReady;
    return { engine, release };
  } catch (error) {
    release();
    throw error;
  }
}

async function createDatabase(folder: string, home: string): Promise<void> {
  for (const leftover of readdirSync(folder).filter((name) => name.startsWith("database.new-"))) {
    rmSync(join(folder, leftover), { recursive: true });
  }
  const draft = resolve(folder, `database.new-${randomUUID()}`);
  // PGlite makes its files for everyone to read; the folder around them is what keeps others out.
  mkdirSync(draft, { mode: 0o700 });
  const engine = await PGlite.create(draft);
  await engine.close();
  renameSync(draft, home);
}
