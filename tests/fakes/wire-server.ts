import { createServer, type IncomingHttpHeaders } from "node:http";
import { createEgress, type GuardedFetch } from "@/lib/egress/fetch";
import { listen, shut } from "../support/ports";

/** One event of a stream: its name is its `type`. */
export type WireEvent = { type: string; [member: string]: unknown };

/** What it answers: a stream of events, or a status and a body. */
export type WireAnswer = WireEvent[] | { status: number; headers?: Record<string, string>; body: unknown };

/**
 * Stands in for a provider whose address can't be chosen: `fetch` leads there instead. It answers what it was
 * given, in the provider's own protocol, and remembers what it was asked.
 */
export async function startWireServer(providerOrigin: string): Promise<WireServer> {
  const asked: WireServer["asked"] = [];
  const wire = { answer: [] as WireAnswer };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString("utf8")) as Record<string, unknown>;
    asked.push({ path: request.url ?? "", headers: request.headers, body });
    const { answer } = wire;
    if (!Array.isArray(answer)) {
      const headers = { "content-type": "application/json", ...answer.headers };
      response.writeHead(answer.status, headers).end(JSON.stringify(answer.body));
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const event of answer) response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    response.end();
  });
  const origin = `http://127.0.0.1:${await listen(server)}`;
  const door = createEgress({ allow: [new URL(origin).host], dnsServers: [] });
  return Object.assign(wire, {
    asked,
    fetch: ((input, init) =>
      door.fetch(String(input).replace(providerOrigin, origin), init)) satisfies GuardedFetch,
    close: async () => void (await Promise.all([shut(server), door.close()])),
  });
}

export type WireServer = {
  answer: WireAnswer;
  asked: { path: string; headers: IncomingHttpHeaders; body: Record<string, unknown> }[];
  fetch: GuardedFetch;
  close(): Promise<void>;
};
