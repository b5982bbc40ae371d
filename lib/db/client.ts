import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { type ConstructorOptions, fromPglite } from "pg-boss";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { openEmbedded } from "./embedded";
import { PrismaClient } from "./generated/client";
import { openLine } from "./line";
import { migrate } from "./migrate";
import { sayOutages, throwOutage } from "./outage";
import { namedStatements } from "./statements";

export type DatabaseChoice = { kind: "embedded"; folder: string } | { kind: "postgres"; url: string };

type OpenDatabase = {
  prisma: PrismaClient;
  kind: DatabaseChoice["kind"];
  rows: RowReader;
  /** How the job queue reaches the same database. */
  jobStore: ConstructorOptions;
  close(): Promise<void>;
};

/** Runs one statement, planned once for a connection however often it comes. */
type RowReader = (sql: string, values: unknown[]) => Promise<unknown[]>;

// Next loads this module once for the boot hook and again for the pages; the global makes them share one database.
const globals = globalThis as { patchbayDatabase?: OpenDatabase };

/** The open database. Boot opens it before the first request is served. */
export function db(): PrismaClient {
  return opened().prisma;
}

/**
 * The rows of a statement written by hand, straight from the engine: for the few
 * that run at every call, where the client's own work would cost more than theirs.
 */
export async function rows<Row>(sql: string, values: unknown[]): Promise<Row[]> {
  // Safe: the statement stands beside the type of its rows.
  return (await opened().rows(sql, values).catch(throwOutage)) as Row[];
}

export function databaseKind(): DatabaseChoice["kind"] {
  return opened().kind;
}

export function jobStore(): ConstructorOptions {
  return opened().jobStore;
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
  await migrateServer(url);
  const server = { connectionString: url, stream: openLine };
  // A process that stops in the middle of a transaction lets go of its rows before the others lose patience.
  const pool = new pg.Pool({ ...server, max: 10, idle_in_transaction_session_timeout: 10_000 });
  // A server that restarts drops idle connections; the pool replaces them, so there is nothing to do but not crash.
  pool.on("error", () => {});
  const nameOf = namedStatements();
  const prisma = new PrismaClient({
    adapter: sayOutages(new PrismaPg(pool, { statementNameGenerator: ({ sql }) => nameOf(sql) })),
  });
  return {
    prisma,
    kind: "postgres",
    rows: async (text, values) => (await pool.query({ name: nameOf(text), text, values, types })).rows,
    jobStore: { ...server, max: 4, application_name: "patchbay jobs" },
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/** On a connection of its own, which may be silent for as long as a migration takes. */
async function migrateServer(connectionString: string): Promise<void> {
  const connection = new pg.Client({ connectionString });
  await connection.connect();
  try {
    await migrate({
      exec: async (sql) => void (await connection.query(sql)),
      rows: async (sql, values) => (await connection.query(sql, values)).rows,
    });
  } finally {
    await connection.end();
  }
}

/** Prisma keeps UTC in columns without a time zone; the drivers would read them as local time. */
const types = {
  getTypeParser: (type: number, format?: "text" | "binary") =>
    type === pg.types.builtins.TIMESTAMP ? toUtc : pg.types.getTypeParser(type, format),
};

function toUtc(text: string): Date {
  return new Date(`${text.replace(" ", "T")}Z`);
}

async function openFolder(folder: string): Promise<OpenDatabase> {
  const { engine, release } = await openEmbedded(folder);
  await migrate({
    exec: async (sql) => void (await engine.exec(sql)),
    rows: async (sql, values) => (await engine.query<Record<string, unknown>>(sql, values)).rows,
  });
  const prisma = new PrismaClient({ adapter: sayOutages(new PrismaPGlite(engine)) });
  const parsers = { [pg.types.builtins.TIMESTAMP]: toUtc };
  return {
    prisma,
    kind: "embedded",
    rows: async (sql, values) => (await engine.query(sql, values, { parsers })).rows,
    jobStore: { db: fromPglite(engine), backend: "pglite" },
    close: async () => {
      await prisma.$disconnect();
      await engine.close();
      release();
    },
  };
}
