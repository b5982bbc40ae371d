import { execFileSync } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The folder that holds `initdb` and `postgres`, installing Debian's package when it is missing and we are root. */
export function findPostgres(): string {
  if (process.platform === "win32") throw new Error("The tests on PostgreSQL need Linux or macOS.");
  const found = installed();
  if (found) return found;
  if (!isRoot() || !existsSync("/usr/bin/apt-get")) throw new Error(missing);

  install();
  const fresh = installed();
  if (!fresh) throw new Error(missing);
  return fresh;
}

export const isRoot = (): boolean => process.getuid?.() === 0;

/** PostgreSQL refuses to run as root, so root lends it an account that owns nothing else of ours. */
export function unprivilegedAccount(): { uid: number; gid: number } | null {
  if (!isRoot()) return null;
  const name = ["postgres", "nobody"].find((candidate) => accountId(candidate, "-u") !== null);
  const uid = name && accountId(name, "-u");
  const gid = name && accountId(name, "-g");
  if (!uid || !gid)
    throw new Error("PostgreSQL can't run as root, and there is no postgres or nobody account.");

  return { uid, gid };
}

const missing =
  "These tests need PostgreSQL, and its initdb and postgres programs were not found. " +
  "Install it (Debian: apt-get install postgresql, macOS: brew install postgresql) or put them on the PATH.";

const packaged = [
  "/usr/lib/postgresql/*/bin",
  "/usr/pgsql-*/bin",
  "/opt/homebrew/opt/postgresql*/bin",
  "/usr/local/opt/postgresql*/bin",
];

function installed(): string | undefined {
  const newestFirst = packaged
    .flatMap((pattern) => globSync(pattern))
    .sort((one, other) => version(other) - version(one));
  const onPath = (process.env.PATH ?? "").split(delimiter);

  return [...newestFirst, ...onPath].find((folder) =>
    ["initdb", "postgres"].every((name) => existsSync(join(folder, name))),
  );
}

const version = (folder: string): number => Number(folder.match(/\d+(\.\d+)?/)?.[0] ?? 0);

function install(): void {
  const options = {
    stdio: ["ignore", "ignore", "inherit"] as ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  };
  const waitForOthers = ["-o", "DPkg::Lock::Timeout=300"];
  console.warn("PostgreSQL is not installed: installing Debian's package for the tests.");
  execFileSync("apt-get", [...waitForOthers, "-q", "update"], options);
  execFileSync("apt-get", [...waitForOthers, "-q", "install", "-y", "postgresql"], options);
}

function accountId(name: string, flag: "-u" | "-g"): number | null {
  try {
    return Number(execFileSync("id", [flag, name], { stdio: ["ignore", "pipe", "ignore"] }));
  } catch {
    return null;
  }
}
