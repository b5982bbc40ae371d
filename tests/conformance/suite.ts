import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const program = createRequire(import.meta.url).resolve("@modelcontextprotocol/conformance/dist/index.js");

/** Runs the public suite with these arguments and gives what it printed. Its exit code is part of the verdict. */
export async function runSuite(
  mode: "client" | "server",
  args: string[],
): Promise<{ printed: string; code: number }> {
  // The suite is not the console, and the operator's list is longer than the system passes on.
  const { PATCHBAY_EGRESS_ALLOW: _, ...env } = process.env;
  const child = spawn(process.execPath, ["--no-deprecation", program, mode, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...env, FORCE_COLOR: "0" },
  });
  const [out, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit"),
  ]);
  return { printed: `${out}\n${errors}`, code: Number(code) };
}

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
