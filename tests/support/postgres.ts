import { type ChildProcessByStdio, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chownSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { Client } from "pg";
import { freePort } from "./ports";
import { findPostgres, isRoot, unprivilegedAccount } from "./postgres-binaries";

export type Postgres = {
  /** The address of one of its databases; `postgres` is always there. */
  url(database: string): string;
  /** Makes an empty database and returns its address. */
  createDatabase(): Promise<string>;
  close(): Promise<void>;
};

/**
 * Starts a private PostgreSQL of the machine's version in a temporary folder, on a unix socket there and a free
 * loopback port. Nothing of it outlives this process: a shell between the two stops it and removes the folder
 * as soon as the pipe to us closes, even when we are killed.
 */
export async function startPostgres(): Promise<Postgres> {
  const { port, shell } = await startOnFreePort();
  const url = (database: string): string => `postgresql://${superuser}@127.0.0.1:${port}/${database}`;

  return {
    url,
    createDatabase: () => createDatabase(url("postgres")),
    close: () => stop(shell),
  };
}

/** Makes an empty database on the server that `url` leads to, and returns its address. */
export async function createDatabase(url: string): Promise<string> {
  const name = `test_${randomBytes(8).toString("hex")}`;
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`).finally(() => client.end());

  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}

const superuser = "patchbay";

const initOptions = ["--auth=trust", `--username=${superuser}`, "--encoding=UTF8", "--locale=C", "--no-sync"];

const settings = {
  listen_addresses: "127.0.0.1",
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_connections: "200",
  shared_buffers: "64MB",
};
const serverOptions = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);

/**
 * Runs the server until it ends by itself or standard input closes, then removes its folder.
 * SIGQUIT is PostgreSQL's immediate shutdown.
 */
const keeper = `
  folder="$1"
  shift
  exec 3<&0
  "$@" 3<&- &
  server=$!
  { cat <&3 >/dev/null; kill -QUIT "$server"; } 2>/dev/null &
  wait "$server"
  rm -rf "$folder"
`;

type Shell = ChildProcessByStdio<Writable, null, Readable>;

/** Somebody may take a port between its being found free and the server's asking for it, hence the attempts. */
async function startOnFreePort(attemptsLeft = 3): Promise<{ port: number; shell: Shell }> {
  const port = await freePort();
  const shell = startServer(port);
  const complaint = await untilReady(shell);
  if (complaint === null) return { port, shell };
  if (attemptsLeft > 1) return startOnFreePort(attemptsLeft - 1);

  throw new Error(`PostgreSQL did not start: ${complaint}`);
}

function startServer(port: number): Shell {
  const bin = findPostgres();
  const account = unprivilegedAccount();
  // Root's own TMPDIR may be closed to the account that PostgreSQL runs as.
  const folder = mkdtempSync(join(isRoot() ? "/tmp" : tmpdir(), "patchbay-pg-"));
  if (account) chownSync(folder, account.uid, account.gid);
  const data = join(folder, "data");
  const owned = { ...account, cwd: folder, env: { ...process.env, LC_ALL: "C" } };
  const server = [join(bin, "postgres"), "-D", data, "-k", folder, "-p", String(port), ...serverOptions];

  execFileSync(join(bin, "initdb"), ["-D", data, ...initOptions], {
    ...owned,
    stdio: ["ignore", "ignore", "pipe"],
  });
  return spawn("/bin/sh", ["-c", keeper, "sh", folder, ...server], {
    ...owned,
    stdio: ["pipe", "ignore", "pipe"],
    detached: true,
  });
}

/** Null once the server accepts connections, or what it said before it gave up. */
async function untilReady(shell: Shell): Promise<string | null> {
  const said: string[] = [];
  for await (const line of createInterface({ input: shell.stderr })) {
    if (line.includes("ready to accept connections")) {
      shell.stderr.resume();
      return null;
    }
    said.push(line);
  }
  return said.join("\n");
}

async function stop(shell: Shell): Promise<void> {
  if (shell.exitCode !== null || shell.signalCode !== null) return;
  const exited = once(shell, "exit");
  shell.stdin.end();
  await exited;
}
