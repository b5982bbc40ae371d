import { type ChildProcessByStdio, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chownSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { freePort } from "./ports";
import { findPostgres, isRoot, unprivilegedAccount } from "./postgres-binaries";

export type Postgres = {
  /** The address of one of its databases; `postgres` is always there. */
  url(database: string): string;
  /** Makes an empty database and returns its address. */
  createDatabase(): Promise<string>;
  /** Ends it as a crash would, and starts it again after this time. Resolves as soon as it is gone. */
  restart(downSeconds: number): Promise<void>;
  close(): Promise<void>;
};

/**
 * Starts a private PostgreSQL of the machine's version in a temporary folder, on a unix socket there and a free
 * loopback port. Nothing of it outlives this process: a shell between the two stops it and removes the folder
 * as soon as the pipe to us closes, even when we are killed.
 */
export async function startPostgres(options: Record<string, string> = {}): Promise<Postgres> {
  const { port, shell, folder } = await startOnFreePort({ ...settings, ...options });
  const url = (database: string): string => `postgresql://${superuser}@127.0.0.1:${port}/${database}`;

  return {
    url,
    createDatabase: () => createDatabase(url("postgres")),
    async restart(downSeconds) {
      writeFileSync(join(folder, "again"), String(downSeconds));
      const [pid = ""] = readFileSync(join(folder, "data", "postmaster.pid"), "utf8").split("\n");
      process.kill(Number(pid), "SIGQUIT");
      while (isRunning(Number(pid))) await delay(20);
    },
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

/**
 * Runs the server until it ends by itself or standard input closes, then removes its folder. A file named `again`
 * has it started once more, after as many seconds as it says. SIGQUIT is PostgreSQL's immediate shutdown.
 */
const keeper = `
  folder="$1"
  shift
  exec 3<&0
  { cat <&3 >/dev/null; kill -QUIT "$(head -n 1 "$folder/data/postmaster.pid")"; } 2>/dev/null &
  "$@" 3<&-
  while [ -e "$folder/again" ]; do
    sleep "$(cat "$folder/again")"
    rm "$folder/again"
    "$@" 3<&-
  done
  rm -rf "$folder"
`;

type Shell = ChildProcessByStdio<Writable, null, Readable>;

/** Somebody may take a port between its being found free and the server's asking for it, hence the attempts. */
async function startOnFreePort(options: Record<string, string>, attemptsLeft = 3): Promise<Started> {
  const port = await freePort();
  const { shell, folder } = startServer(port, options);
  const complaint = await untilReady(shell);
  if (complaint === null) return { port, shell, folder };
  if (attemptsLeft > 1) return startOnFreePort(options, attemptsLeft - 1);

  throw new Error(`PostgreSQL did not start: ${complaint}`);
}

type Started = { port: number; shell: Shell; folder: string };

function startServer(port: number, options: Record<string, string>): Omit<Started, "port"> {
  const bin = findPostgres();
  const account = unprivilegedAccount();
  // Root's own TMPDIR may be closed to the account that PostgreSQL runs as.
  const folder = mkdtempSync(join(isRoot() ? "/tmp" : tmpdir(), "patchbay-pg-"));
  if (account) chownSync(folder, account.uid, account.gid);
  const data = join(folder, "data");
  const owned = { ...account, cwd: folder, env: { ...process.env, LC_ALL: "C" } };
  const flags = Object.entries(options).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const server = [join(bin, "postgres"), "-D", data, "-k", folder, "-p", String(port), ...flags];

  execFileSync(join(bin, "initdb"), ["-D", data, ...initOptions], {
    ...owned,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const shell = spawn("/bin/sh", ["-c", keeper, "sh", folder, ...server], {
    ...owned,
    stdio: ["pipe", "ignore", "pipe"],
    detached: true,
  });
  return { shell, folder };
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
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
