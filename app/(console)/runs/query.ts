import { type RunStatus, runStatuses } from "@/lib/runs/schema";

export type SearchParams = Promise<{ readonly [name in "state" | "whose"]?: string | string[] }>;

export type RunFilterValues = { status?: RunStatus; mine?: true };

/** What the address asks for; anything it can't mean is left out. */
export function readFilter({ state, whose }: Awaited<SearchParams>): RunFilterValues {
  const status = runStatuses.find((one) => one === state);
  return { ...(status && { status }), ...(whose === "mine" && { mine: true as const }) };
}
