import { type ProbeStep, probeServer } from "@/lib/mcp/probe";
import { fetchTo } from "../../support/mcp-upstream";

/** A check with every step it told, and the steps once more in few words. */
export async function probe(url: string, send = fetchTo(url)) {
  const steps: ProbeStep[] = [];
  const finding = await probeServer({ url: new URL(url), fetch: send, onStep: (step) => steps.push(step) });
  return { finding, steps, trail: steps.map(({ step, outcome }) => `${step} ${outcome}`) };
}
