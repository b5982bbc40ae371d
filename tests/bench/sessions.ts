import type { Route } from "./calls";
import { liveHeapMib } from "./live-heap";
import { residentMib } from "./usage";

export type MemoryFigures = {
  sessions: number;
  /** What is held after everything unneeded was collected: what a leak would raise. */
  liveBeforeMib: number;
  liveAfterMib: number;
  /** What the system gave the process, of which the engine keeps more the more there is. */
  residentBeforeMib: number;
  residentAfterMib: number;
};

const WARM_UP = 200;
const SESSIONS = 500;

/** Clients that open a session, list tools once and never come back. */
export async function measureAbandonedSessions(
  route: Route,
  pid: number,
  inspectorPort: number,
): Promise<MemoryFigures> {
  for (let done = 0; done < WARM_UP; done += 1) await openAndLeave(route);
  const [liveBeforeMib, residentBeforeMib] = [await liveHeapMib(inspectorPort), residentMib(pid)];
  for (let done = 0; done < SESSIONS; done += 1) await openAndLeave(route);
  const [liveAfterMib, residentAfterMib] = [await liveHeapMib(inspectorPort), residentMib(pid)];
  return { sessions: SESSIONS, liveBeforeMib, liveAfterMib, residentBeforeMib, residentAfterMib };
}

async function openAndLeave({ url, headers }: Route): Promise<void> {
  const started = await post(url, headers, {
    id: 1,
    method: "initialize",
    params: {
      protocolVersion: "2025-11-25",
      capabilities: {},
      clientInfo: { name: "bench", version: "1.0.0" },
    },
  });
  const session = started.headers.get("mcp-session-id");
  const known = {
    ...headers,
    "mcp-protocol-version": "2025-11-25",
    ...(session && { "mcp-session-id": session }),
  };
  await post(url, known, { method: "notifications/initialized" });
  await post(url, known, { id: 2, method: "tools/list", params: {} });
}

async function post(url: string, headers: Record<string, string>, message: object): Promise<Response> {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      ...headers,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
    },
    body: JSON.stringify({ jsonrpc: "2.0", ...message }),
  });
  await response.text();
  if (!response.ok) throw new Error(`A session was refused: HTTP ${response.status}`);
  return response;
}
