import { createServer } from "node:http";
import { listen, shut } from "../support/ports";

/**
 * Stands in front of a token endpoint. `pass` hands requests on. `drop` leaves
 * them unanswered and never hands them on, as when they were never sent. `hold`
 * hands them on and keeps the answer back until `release`.
 */
export type TokenGate = {
  origin: string;
  mode: "pass" | "drop" | "hold";
  /** Requests that reached this gate. */
  asked(): number;
  /** Requests that are being dropped, or whose answers are held. */
  stuck(): number;
  release(): void;
  close(): Promise<void>;
};

export async function startTokenGate(target: () => string): Promise<TokenGate> {
  let asked = 0;
  let stuck = 0;
  const held: (() => void)[] = [];

  const server = createServer(async (request, response) => {
    asked += 1;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { mode } = gate;
    if (mode === "drop") {
      stuck += 1;
      return;
    }
    const { "content-type": type = "", authorization = "" } = request.headers;
    const answer = await fetch(target(), {
      method: "POST",
      headers: { "content-type": type, ...(authorization && { authorization }) },
      body: Buffer.concat(chunks),
    });
    const body = await answer.text();
    const send = () => response.writeHead(answer.status, { "content-type": "application/json" }).end(body);
    if (mode === "pass") return void send();
    stuck += 1;
    held.push(send);
  });
  const port = await listen(server);

  const gate: TokenGate = {
    origin: `http://127.0.0.1:${port}`,
    mode: "pass",
    asked: () => asked,
    stuck: () => stuck,
    release: () => {
      for (const send of held.splice(0)) send();
    },
    close: () => shut(server),
  };
  return gate;
}
