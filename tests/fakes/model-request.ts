import type { Asked, DoneCall, OfferedTool } from "./model-script";

/** A request of `/v1/chat/completions`, as far as a script looks at it. */
export type ChatRequest = {
  model: string;
  stream?: boolean;
  max_tokens?: number;
  messages: ChatMessage[];
  tools?: { type: "function"; function: OfferedTool }[];
};

type ChatMessage =
  | { role: "system" | "user"; content: string }
  | { role: "assistant"; content: string | null; tool_calls?: WireCall[] }
  | { role: "tool"; tool_call_id: string; content: string };

type WireCall = { id: string; function: { name: string; arguments: string } };

/** The same in the terms of a script. What was called through `call_tool` is told as the call it stood for. */
export function readChat({ model, messages, tools = [] }: ChatRequest): Asked {
  const turn = messages.findLastIndex(({ role }) => role === "user");
  const since = messages.slice(turn + 1);
  const done = since.flatMap((message) =>
    message.role === "assistant" ? (message.tool_calls ?? []).map((call) => doneCall(call, since)) : [],
  );
  const last = messages.at(-1);
  const latest = since.findLast((message) => message.role === "assistant");
  const arrived =
    last?.role === "tool" && latest?.role === "assistant" ? (latest.tool_calls?.length ?? 0) : 0;
  return {
    model,
    instructions: textOf(messages.find(({ role }) => role === "system")),
    message: textOf(messages[turn]),
    done,
    arrived: arrived === 0 ? [] : done.slice(-arrived),
    tools: tools.map((tool) => tool.function),
  };
}

function doneCall({ id, function: { name, arguments: text } }: WireCall, since: ChatMessage[]): DoneCall {
  const answer = since.find((message) => message.role === "tool" && message.tool_call_id === id);
  const given = readObject(text);
  const result = textOf(answer);
  if (name !== "call_tool") return { name, arguments: given, result };
  return { name: String(given["name"]), arguments: readObject(JSON.stringify(given["arguments"])), result };
}

function readObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
  } catch {
    return {};
  }
}

function textOf(message: ChatMessage | undefined): string {
  return message?.content ?? "";
}
