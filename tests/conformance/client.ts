import { openConsole } from "./console";
import { findPlaces } from "./places";
import { isPassed, type Outcome, readSummary, runSuite } from "./suite";

/** Scenarios of extensions that are not built: a token bound to a key (SEP-1932) and workload identity (SEP-1933). */
const LEFT_OUT = new Set(["auth/dpop", "auth/dpop-nonce", "auth/wif-jwt-bearer"]);

const RUNS = [
  { title: "Client, required by 2025-11-25", args: ["--requirements", "2025-11-25"] },
  { title: "Client, required by 2026-07-28", args: ["--requirements", "2026-07-28"] },
  { title: "Client, everything but DPoP and workload identity", args: ["--suite", "all"] },
];

/**
 * The suite in client mode: the console's own code against the suite's servers.
 * With arguments of its own it passes them on, to look at one scenario.
 */
const places = await findPlaces();
const { command, close } = await openConsole(places);
const asked = process.argv.slice(2);
const isRight = asked.length > 0 ? await runOne(asked) : await runAll();
await close();
process.exit(isRight ? 0 : 1);

async function runOne(args: string[]): Promise<boolean> {
  const { printed, code } = await runSuite("client", ["--command", command, ...args], places);
  console.log(printed);
  return code === 0;
}

async function runAll(): Promise<boolean> {
  let isRight = true;
  for (const { title, args } of RUNS) {
    const { printed } = await runSuite("client", ["--command", command, "--verbose", ...args], places);
    const outcomes = readSummary(printed).filter(
      ({ scenario, isScored }) => isScored && !LEFT_OUT.has(scenario),
    );
    isRight = report(title, outcomes, printed) && isRight;
  }
  return isRight;
}

/** Prints the count, and of what failed everything the suite said. No scenario at all is a failure too. */
function report(title: string, outcomes: Outcome[], printed: string): boolean {
  const failed = outcomes.filter((outcome) => !isPassed(outcome));
  console.log(`${title}: ${outcomes.length - failed.length} of ${outcomes.length} scenarios`);
  for (const { scenario, ...counts } of failed) console.log(`  ✗ ${scenario}`, counts);
  if (failed.length > 0) console.log(printed);
  return failed.length === 0 && outcomes.length > 0;
}
