import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openEndpoint } from "./endpoint";
import { readSummary, runSuite } from "./suite";

const list = join(import.meta.dirname, "not-applicable.yaml");
const REVISIONS = ["2025-11-25", "2026-07-28"];

/**
 * The suite in server mode, against an assignment's endpoint. With arguments of
 * its own it passes them on, to look at one scenario.
 */
const { url, close } = await openEndpoint();
const asked = process.argv.slice(2);
const isRight = asked.length > 0 ? await runOne(asked) : await runAll();
await close();
process.exit(isRight ? 0 : 1);

async function runOne(args: string[]): Promise<boolean> {
  const { printed, code } = await runSuite("server", ["--url", url, ...args]);
  console.log(printed);
  return code === 0;
}

async function runAll(): Promise<boolean> {
  let isRight = true;
  for (const revision of REVISIONS) {
    const args = ["--suite", "all", "--spec-version", revision, "--expected-failures", list];
    const { printed, code } = await runSuite("server", ["--url", url, ...args]);
    isRight = report(revision, printed, code) && isRight;
  }
  return isRight;
}

/** The suite itself judges the run by the list; this prints the count, and all it said where it is not satisfied. */
function report(revision: string, printed: string, code: number): boolean {
  const left = new Set(
    [...readFileSync(list, "utf8").matchAll(/^ {2}- ([^\s:]+)(?=\s|$)/gm)].map(([, name]) => name),
  );
  const outcomes = readSummary(printed);
  const applying = outcomes.filter(({ scenario }) => !left.has(scenario));
  const isRight = code === 0 && applying.length > 0;
  if (!isRight) console.log(printed);
  const verdict = isRight ? `${applying.length} of ${applying.length}` : `not all of ${applying.length}`;
  console.log(
    `Server, ${revision}: ${verdict} scenarios that apply (${outcomes.length - applying.length} do not)`,
  );
  return isRight;
}
