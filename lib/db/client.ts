import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { openEmbedded } from "./embedded";
import { PrismaClient } from "./generated/client";
import { migrate } from "./migrate";

export type DatabaseChoice = { kind: "embedded"; folder: string } | { kind: "postgres"; url: string };

type OpenDatabase = { prisma: PrismaClient; kind: DatabaseChoice["kind"]; close(): Promise<void> };

// Next loads this module once for the boot hook and again for the pages; the global makes them share one database.
const globals = globalThis as { patchbayDatabase?: OpenDatabase };

/** The open database. Boot opens it before the first request is served. */
export function db(): PrismaClient {
  return opened().prisma;
}

export function databaseKind(): DatabaseChoice["kind"] {
  return opened().kind;
}

/** Opens the database and brings it to the newest migration. Does nothing when it is open already. */
export async function openDatabase(choice: DatabaseChoice): Promise<void> {
  globals.patchbayDatabase ??=
    choice.kind === "postgres" ? await openPostgres(choice.url) : await openFolder(choice.folder);
}

export async function closeDatabase(): Promise<void> {
  const open = globals.patchbayDatabase;
  delete globals.patchbayDatabase;
  await open?.close();
}

function opened(): OpenDatabase {
  if (!globals.patchbayDatabase) throw new Error("The database is used before it was opened.");
  return globals.patchbayDatabase;
}

async function openPostgres(url: string): Promise<OpenDatabase> {
  const pool = new pg.Pool({ connectionString: url, max: 10, idle_in_transaction_session_timeout: 20_000 });
  // A server that restarts drops idle connections; the pool replaces them, so there is nothing to do but not crash.
  pool.on("error", () => {});
  const connection = await pool.connect();
  try {
    await migrate({
      exec: async (sql) => void (await connection.query(sql)),
      rows: async (sql, values) => (await connection.query(sql, values)).rows,
    });
  } finally {
    connection.release();
  }
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool, { statementNameGenerator: nameStatements() }),
  });
  return {
    prisma,
    kind: "postgres",
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/** How many statements a connection keeps planned. Queries are few and their texts repeat, lists in them aside. */
const STATEMENTS_MAX = 200;

/** Names the statements seen first, so that the server plans each once for a connection; the rest go without a name. */
function nameStatements(): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= STATEMENTS_MAX) return "";
    const name = `patchbay_${names.size}`;
    names.set(sql, name);
    return name;
  };
}

async function openFolder(folder: string): Promise<OpenDatabase> {
  const { engine, release } = await openEmbedded(folder);
  await migrate({
    exec: async (sql) => void (await engine.exec(sql)),
    rows: async (sql, values) => (await engine.query<Record<string, unknown>>(sql, values)).rows,
  });
  const prisma = new PrismaClient({ adapter: new PrismaPGlite(engine) });
  return {
    prisma,
    kind: "embedded",
    close: async () => {
      await prisma.$disconnect();
      await engine.close();
      release();
    },
  };
}
