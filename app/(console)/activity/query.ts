import type { ActivityFilter } from "@/lib/audit/queries";
import { activityKinds } from "@/lib/audit/sentences";

export type ActivityQuery = { readonly [name in "who" | "kind" | "page"]?: string | string[] };

/** What the address asks for; anything it can't mean is left out. */
export function parseQuery(query: ActivityQuery): ActivityFilter {
  const { who, kind, page } = query;
  const found = activityKinds.find((one) => one.kind === kind);
  const number = Number(page);
  return {
    memberId: typeof who === "string" && who !== "" ? who : null,
    kind: found?.kind ?? null,
    page: Number.isInteger(number) && number >= 1 && number <= pagesMax ? number : 1,
  };
}

/** The same as it is written in an address. */
export function queryText({ memberId, kind, page }: ActivityFilter): string {
  const query = new URLSearchParams({
    ...(memberId === null ? {} : { who: memberId }),
    ...(kind === null ? {} : { kind }),
    ...(page === 1 ? {} : { page: String(page) }),
  });
  return query.size === 0 ? "" : `?${query}`;
}

/** Further back, the database would count more rows than it shows. */
const pagesMax = 1_000;
