import "server-only";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { env } from "@/lib/env";
import { logError } from "@/lib/secrets/log";
import { answer } from "./answer";

/**
 * Has calls answered before Next looks at them: its routing and its request
 * objects would cost more than everything a call needs here. The server stays
 * Next's own, found when its first request arrives. Whatever is not plainly a
 * call goes on to Next, whose route answers the same way.
 */
export function answerFirst(): void {
  subscribe(CHANNEL, takePlace);
}

/** Puts the endpoints in front of whatever answers a server's requests so far. */
export function standInFront(server: Server): void {
  // Safe: node:http calls the listeners of this event with nothing else.
  const behind = server.listeners("request") as RequestListener[];
  server.removeAllListeners("request");
  server.on("request", (incoming, outgoing) => {
    const assignmentId = calledAssignment(incoming);
    if (assignmentId !== null) return void respond(incoming, outgoing, assignmentId);
    for (const listener of behind) listener.call(server, incoming, outgoing);
  });
}

/** Node says here, before the server's listeners are asked, that a request has arrived and at which server. */
const CHANNEL = "http.server.request.start";

function takePlace(message: unknown): void {
  unsubscribe(CHANNEL, takePlace);
  // Safe: this is what node:http documents of the channel.
  standInFront((message as { server: Server }).server);
}

function calledAssignment({ method, url = "" }: IncomingMessage): string | null {
  return method === "POST" ? (/^\/mcp\/([\w-]+)$/.exec(url)?.[1] ?? null) : null;
}

async function respond(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  assignmentId: string,
): Promise<void> {
  const left = new AbortController();
  outgoing.once("close", () => outgoing.writableFinished || left.abort());
  try {
    const request = new Request(`${env.PATCHBAY_URL}${incoming.url}`, {
      method: "POST",
      headers: headersOf(incoming),
      signal: left.signal,
    });
    const body = incoming.iterator({ destroyOnReturn: false });
    await send(await answer(request, assignmentId, body), outgoing);
  } catch (error) {
    if (left.signal.aborted) return;
    logError("A request to an endpoint failed unexpectedly.", error);
    if (!outgoing.headersSent) outgoing.writeHead(500);
    outgoing.end();
  }
}

/** Node has joined what was sent twice, as it must be joined. */
function headersOf({ headers }: IncomingMessage): Headers {
  const copied = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === "string") copied.set(name, value);
  }
  return copied;
}

/** An event stream goes out as it comes; everything else is one write. */
async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  const headers = Object.fromEntries(response.headers);
  if (response.body && headers["content-type"]?.startsWith("text/event-stream")) {
    outgoing.writeHead(response.status, headers).flushHeaders();
    return pipeline(response.body, outgoing);
  }
  const body = Buffer.from(await response.arrayBuffer());
  outgoing.writeHead(response.status, { ...headers, "content-length": body.byteLength }).end(body);
}
