import "server-only";
import { outgoingHeaders } from "./headers";

/** A request as it will be sent. Bodies are small here, so they are whole before anything is dialled. */
export type Outgoing = {
  url: URL;
  method: string;
  headers: Headers;
  body: string | Uint8Array | null;
  signal: AbortSignal | null;
  startedAt: number;
};

/** Reads the arguments of `fetch`. Throws an EgressFailure for headers that can't be sent. */
export async function outgoing(input: string | URL | Request, init: RequestInit): Promise<Outgoing> {
  const given = input instanceof Request ? input : null;
  const headers = outgoingHeaders(init.headers ?? given?.headers);
  const { body, type } = await packed(init.body ?? given?.body ?? null);

  if (type !== null && !headers.has("content-type")) headers.set("content-type", type);
  if (!headers.has("accept")) headers.set("accept", "*/*");
  if (!headers.has("user-agent")) headers.set("user-agent", "Patchbay");
  // Answers are small, and a server that compresses tends to hold events back until a block is full.
  headers.set("accept-encoding", "identity");

  return {
    url: new URL(given ? given.url : String(input)),
    method: (init.method ?? given?.method ?? "GET").toUpperCase(),
    headers,
    body,
    signal: init.signal ?? given?.signal ?? null,
    startedAt: performance.now(),
  };
}

async function packed(body: BodyInit | null): Promise<{ body: Outgoing["body"]; type: string | null }> {
  if (body === null || body instanceof Uint8Array) return { body, type: null };
  if (typeof body === "string") return { body, type: "text/plain;charset=UTF-8" };
  const whole = new Response(body);
  return { body: new Uint8Array(await whole.arrayBuffer()), type: whole.headers.get("content-type") };
}
