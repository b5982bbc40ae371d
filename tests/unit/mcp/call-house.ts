import type { Era } from "@/lib/mcp/upstream";
import { greet, type Received, type Scripted, startScripted } from "../../support/mcp-scripted";

export const call = { name: "work", arguments: { hours: 2 }, timeoutMs: 20_000 };
/** Far less than a call's time, and enough for a machine that others use too. */
export const AT_ONCE_MS = 5_000;
export const eras: Era[] = ["2025", "2026"];

/** A server that greets as the 2025 era does and answers everything else as told. */
export function startGreeting(answer: (received: Received) => void): Promise<Scripted> {
  return startScripted((received) => greet(received) || answer(received));
}

/** What a tool of either era sends back, as one JSON-RPC message. */
export function answerTo({ id }: Received, result: Record<string, unknown> = { content: [] }): unknown {
  return { jsonrpc: "2.0", id, result: { resultType: "complete", ...result } };
}
