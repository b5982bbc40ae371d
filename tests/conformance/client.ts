import { openConsole } from "./console";
import { findPlaces } from "./places";
import { isPassed, type Outcome, readSummary, runSuite } from "./suite";

/** Scenarios of extensions that are not built, and why. One that passes all the same fails the run until it is taken out. */
const NOT_BUILT = new Map([
  ["auth/dpop", "a token bound to a key of ours (SEP-1932)"],
  ["auth/dpop-nonce", "the same, with the server's nonce"],
  ["auth/wif-jwt-bearer", "workload identity (SEP-1933)"],
]);

const RUNS = [
  { title: "Client, required by 2025-11-25", args: ["--requirements", "2025-11-25"] },
  { title: "Client, required by 2026-07-28", args: ["--requirements", "2026-07-28"] },
  { title: "Client, every scenario there is", args: ["--suite", "all"] },
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
    isRight = report(title, readSummary(printed), printed) && isRight;
  }
  return isRight;
}

/** Prints the count, and where something is wrong everything the suite said. No scenario at all is wrong too. */
function report(title: string, outcomes: Outcome[], printed: string): boolean {
  const counted = outcomes.filter(({ scenario, isScored }) => isScored && !NOT_BUILT.has(scenario));
  const failed = counted.filter((outcome) => !isPassed(outcome));
  const stale = outcomes.filter((outcome) => NOT_BUILT.has(outcome.scenario) && isPassed(outcome));
  const isRight = failed.length + stale.length === 0 && counted.length > 0;
  if (!isRight) console.log(printed);

  console.log(`${title}: ${counted.length - failed.length} of ${counted.length} scenarios`);
  for (const { scenario } of failed) console.log(`  ✗ ${scenario}`);
  for (const { scenario } of stale)
    console.log(`  ${scenario} passes now: take it off the list of what is not built`);
  return isRight;
}
