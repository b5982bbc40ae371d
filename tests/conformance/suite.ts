import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { text } from "node:stream/consumers";

const program = createRequire(import.meta.url).resolve("@modelcontextprotocol/conformance/dist/index.js");
const takePlaces = join(import.meta.dirname, "take-places.ts");

/** Runs the public suite with these arguments, its servers on these ports, and gives what it printed. */
export async function runSuite(
  mode: "client" | "server",
  args: string[],
  places: readonly number[] = [],
): Promise<{ printed: string; code: number }> {
  const seating = places.length > 0 ? ["--import", takePlaces] : [];
  const child = spawn(
    process.execPath,
    ["--no-deprecation", ...seating, program, mode, "--timeout", TIMEOUT_MS, ...args],
    {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, CONFORMANCE_PLACES: places.join(",") },
    },
  );
  const [out, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit"),
  ]);
  return { printed: `${out}\n${errors}`, code: Number(code) };
}

/** For each scenario; a busy machine takes longer than the suite's own half minute. */
const TIMEOUT_MS = "90000";

export type Outcome = {
  scenario: string;
  passed: number;
  failed: number;
  warnings: number;
  isScored: boolean;
};

/** Reads the suite's summary: a line for each scenario, and below which of them do not count. */
export function readSummary(printed: string): Outcome[] {
  const unscored = new Set([...printed.matchAll(UNSCORED)].map(([, name]) => name));
  return [...printed.matchAll(SUMMARY)].map(([, scenario = "", passed, failed, warnings]) => ({
    scenario,
    passed: Number(passed),
    failed: Number(failed),
    warnings: Number(warnings ?? 0),
    isScored: !unscored.has(scenario),
  }));
}

const SUMMARY = /^[✓✗] (\S+): (\d+) passed, (\d+) failed(?:, (\d+) warnings)?$/gm;
const UNSCORED = /^ {2}[✓✗] (\S+) \((?:extension|added-after-release|pending|not scored)\)$/gm;

export function isPassed({ failed, warnings }: Outcome): boolean {
  return failed === 0 && warnings === 0;
}
