import "server-only";

/**
 * Calls under way that a 2025-era client may still cancel. Serving is stateless,
 * so its `notifications/cancelled` arrives as a request of its own; what ties the
 * two together is the session id that `initialize` handed out, and nothing else
 * is kept under it. A host that closes the answer's stream needs none of this.
 */
export function cancellable(call: CallKey | null): { signal: AbortSignal | null; done: () => void } {
  if (!call) return { signal: null, done: () => {} };
  const key = spell(call);
  const controller = new AbortController();
  underWay.set(key, controller);
  return {
    signal: controller.signal,
    done: () => {
      if (underWay.get(key) === controller) underWay.delete(key);
    },
  };
}

/** Cancels the call this names, if it is still under way here. */
export function cancelCall(call: CallKey): void {
  underWay.get(spell(call))?.abort(new Error("The client cancelled the call."));
}

/** Which call: by whose token, in which of their sessions, under which JSON-RPC id. */
export type CallKey = { tokenId: string; sessionId: string; requestId: string | number };

const underWay = new Map<string, AbortController>();

function spell({ tokenId, sessionId, requestId }: CallKey): string {
  return JSON.stringify([tokenId, sessionId, requestId]);
}
