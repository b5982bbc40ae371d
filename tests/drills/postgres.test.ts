import { spawn } from "node:child_process";
import { once } from "node:events";
import { statSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Postgres, startPostgres } from "../support/postgres";

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.close());

test("each database is empty and its own", async () => {
  const [one, other] = await Promise.all([postgres.createDatabase(), postgres.createDatabase()]);
  await query(one, "CREATE TABLE note (words text)");

  expect(await query(other, "SELECT * FROM pg_tables WHERE schemaname = 'public'")).toEqual([]);
});

test("it listens on loopback alone and does not run as root", async () => {
  const url = postgres.url("postgres");
  const [settings] = await query(
    url,
    "SELECT current_setting('listen_addresses') AS places, current_setting('data_directory') AS folder",
  );

  expect(settings).toMatchObject({ places: "127.0.0.1" });
  expect(new URL(url).hostname).toBe("127.0.0.1");
  // It refuses a folder that somebody else owns.
  expect(statSync(settings?.folder ?? "").uid).not.toBe(0);
});

test("a closed server is gone, connections and all", async () => {
  const short = await startPostgres();
  const client = new Client({ connectionString: short.url("postgres") });
  await client.connect();
  const broken = new Promise((resolve) => client.once("error", resolve));
  await short.close();

  await broken;
  await expect(query(short.url("postgres"), "SELECT 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
});

test("it does not outlive a process that is killed", async () => {
  const program = `
    import { startPostgres } from "./tests/support/postgres";
    startPostgres().then((postgres) => console.log(postgres.url("postgres")));
  `;
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const owner = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [url] = await once(createInterface({ input: owner.stdout }), "line");
  await query(url, "SELECT 1");
  owner.kill("SIGKILL");

  await vi.waitFor(() => expect(query(url, "SELECT 1")).rejects.toThrow(), { timeout: 10_000 });
});

async function query(url: string, sql: string): Promise<Record<string, string>[]> {
  const client = new Client({ connectionString: url });
  // A server that goes away says so a second time, outside any query.
  client.on("error", () => {});
  await client.connect();
  const { rows } = await client.query(sql).finally(() => client.end());

  return rows;
}
