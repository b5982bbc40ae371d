import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A single connection to either engine. */
export type Connection = {
  exec(sql: string): Promise<void>;
  rows(sql: string, values: unknown[]): Promise<Record<string, unknown>[]>;
};

const FOLDER = "prisma/migrations";

/** Held while migrating, so that processes that start together take turns. Any constant does. */
const ADVISORY_LOCK = 7_244_011;

/**
 * Applies the migrations the database does not have yet, each in a transaction
 * with its record. The records are Prisma's own, so `prisma migrate deploy` agrees.
 */
export async function migrate(connection: Connection): Promise<void> {
  await connection.rows("SELECT pg_advisory_lock($1)", [ADVISORY_LOCK]);
  try {
    await connection.exec(RECORDS);
    const applied = await connection.rows(
      'SELECT migration_name, checksum FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
      [],
    );
    const checksums = new Map(applied.map((row) => [row["migration_name"], row["checksum"]]));
    for (const migration of readMigrations()) {
      const known = checksums.get(migration.name);
      if (known === undefined) await apply(connection, migration);
      else if (known !== migration.checksum) {
        throw new Error(`The migration ${migration.name} was changed after this database had applied it.`);
      }
    }
  } finally {
    await connection.rows("SELECT pg_advisory_unlock($1)", [ADVISORY_LOCK]);
  }
}

type Migration = { name: string; sql: string; checksum: string };

function readMigrations(): Migration[] {
  return readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const sql = readFileSync(join(FOLDER, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function apply(connection: Connection, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await connection.exec(`BEGIN;\n${sql}`);
    await connection.rows(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), 1)`,
      [randomUUID(), checksum, name],
    );
    await connection.exec("COMMIT");
  } catch (cause) {
    await connection.exec("ROLLBACK");
    throw new Error(`The migration ${name} failed; the database is as it was before.`, { cause });
  }
}

const RECORDS = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;
