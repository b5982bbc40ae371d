/**
 * Writes the SQL that takes the committed migrations to schema.prisma, offline: `npm run db:migration -- <name>`.
 * The schema engine runs as WebAssembly and replays the migrations in an in-memory database to see where they end.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import { SchemaEngine } from "@prisma/schema-engine-wasm";
import { PrismaPGlite } from "pglite-prisma-adapter";

const folder = resolve("prisma/migrations");
const name = (process.argv[2] ?? "").replaceAll(/[^a-z0-9]+/g, "_");
if (!name) throw new Error("Name the migration: npm run db:migration -- add_something");

const files = [
  { path: resolve("prisma/schema.prisma"), content: readFileSync("prisma/schema.prisma", "utf8") },
];
const filters = { externalTables: [], externalEnums: [] };
const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPGlite(new PGlite()));
const engine = await SchemaEngine.new(
  { datamodels: files.map((f) => [f.path, f.content]) },
  () => {},
  adapter,
);

const { stdout } = await engine.diff({
  from: { tag: "migrations", ...committedMigrations() },
  to: { tag: "schemaDatamodel", files },
  script: true,
  exitCode: null,
  filters,
});
if (!stdout || stdout.includes("This is an empty migration")) {
  console.log("The migrations already end at this schema.");
} else {
  const stamp = new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14);
  const target = join(folder, `${stamp}_${name}`);
  mkdirSync(target);
  writeFileSync(join(target, "migration.sql"), stdout);
  console.log(`Wrote ${target}/migration.sql`);
}
process.exit(0);

function committedMigrations() {
  const directories = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return {
    baseDir: folder,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: directories
      .map(({ name: path }) => ({
        path,
        migrationFile: {
          path: "migration.sql",
          content: { tag: "ok" as const, value: readFileSync(join(folder, path, "migration.sql"), "utf8") },
        },
      }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}
