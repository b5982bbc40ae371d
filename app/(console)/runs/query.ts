import { type RunStatus, runStatuses } from "@/lib/runs/schema";

export type SearchParams = Promise<{ readonly [name in "state" | "whose" | "before"]?: string | string[] }>;

export type RunFilterValues = { status?: RunStatus; mine?: true; before?: Date };

/** What the address asks for; anything it can't mean is left out. */
export function readFilter({ state, whose, before }: Awaited<SearchParams>): RunFilterValues {
  const status = runStatuses.find((one) => one === state);
  const time = typeof before === "string" ? Date.parse(before) : Number.NaN;
  return {
    ...(status && { status }),
    ...(whose === "mine" && { mine: true as const }),
    ...(!Number.isNaN(time) && { before: new Date(time) }),
  };
}

/** The same as an address again. */
export function writeFilter({ status, mine, before }: RunFilterValues): Record<string, string> {
  return {
    ...(status && { state: status }),
    ...(mine && { whose: "mine" }),
    ...(before && { before: before.toISOString() }),
  };
}
