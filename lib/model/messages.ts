import type { JsonObject } from "@/lib/mcp/upstream";

/** One turn of a conversation with a model: plain JSON, stored as it is and the same for every provider. */
export type ModelMessage =
  | { role: "user"; text: string }
  | { role: "assistant"; text: string; calls: ModelCall[]; memo?: Memo | null }
  | { role: "tool"; results: ToolAnswer[] };

/** A call the model wants made. `unreadable` holds, cut, what it sent in place of a JSON object of arguments. */
export type ModelCall =
  | { id: string; name: string; arguments: JsonObject }
  | { id: string; name: string; unreadable: string };

/** What came of a call, as the model is told. */
export type ToolAnswer = { callId: string; name: string; text: string; isError: boolean };

/** A tool as a model is offered it. Providers take names and schemas that `many-tools.offer` has made acceptable. */
export type ModelTool = { name: string; description: string; inputSchema: JsonObject };

/** What a model said. `calls` are wanted when `finish` is `calls`, and no others. */
export type ModelAnswer = {
  text: string;
  calls: ModelCall[];
  /** To be stored with the message, where the provider wants its own words back. */
  memo: Memo | null;
  usage: Usage;
  finish: "stop" | "calls" | "length" | "refused";
};

export type Usage = { inputTokens: number; outputTokens: number };

/**
 * An answer in the provider's own parts, with what only it can read: signed or sealed reasoning, marks on calls.
 * It is sent back word for word to the model that made it, and to no other.
 */
export type Memo = { by: string; parts: unknown[] };
