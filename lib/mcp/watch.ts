import "server-only";
import type { GuardedFetch } from "@/lib/egress/fetch";

/** A fetch that remembers when a server first answered and what it answered last. */
export function watchFetch(send: GuardedFetch): Watched {
  let last: LastAnswer = null;
  let answeredAt: number | null = null;
  return {
    fetch: async (input, init) => {
      const response = await send(input, init);
      answeredAt ??= performance.now();
      last = { status: response.status, contentType: response.headers.get("content-type") ?? "" };
      return response;
    },
    last: () => last,
    answeredAt: () => answeredAt,
  };
}

export type LastAnswer = { status: number; contentType: string } | null;

export type Watched = { fetch: GuardedFetch; last(): LastAnswer; answeredAt(): number | null };
