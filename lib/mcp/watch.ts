import "server-only";
import type { GuardedFetch } from "@/lib/egress/fetch";

/** A fetch that remembers what a server answered last. */
export function watchFetch(send: GuardedFetch): Watched {
  let last: LastAnswer = null;
  return {
    fetch: async (input, init) => {
      const response = await send(input, init);
      last = { status: response.status, contentType: response.headers.get("content-type") ?? "" };
      return response;
    },
    last: () => last,
  };
}

export type LastAnswer = { status: number; contentType: string } | null;

export type Watched = { fetch: GuardedFetch; last(): LastAnswer };
