import "server-only";
import type { LanguageModelV4Message, LanguageModelV4Prompt } from "@ai-sdk/provider";
import type { ModelCall, ModelMessage } from "./messages";

type Content = Extract<LanguageModelV4Message, { role: "assistant" }>["content"];

/** The conversation as the providers' clients take it. `maker` is the model that is asked, as a memo names it. */
export function toPrompt(
  instructions: string,
  messages: readonly ModelMessage[],
  maker: string,
): LanguageModelV4Prompt {
  const system = instructions.trim() === "" ? [] : [{ role: "system" as const, content: instructions }];
  return [...system, ...messages.flatMap((message) => toTurn(message, maker))];
}

/** Providers refuse a turn in which nothing is said. */
function toTurn(message: ModelMessage, maker: string): LanguageModelV4Message[] {
  switch (message.role) {
    case "user":
      return [{ role: "user", content: [{ type: "text", text: message.text }] }];
    case "assistant": {
      const content = message.memo?.by === maker ? (message.memo.parts as Content) : toContent(message);
      return content.length === 0 ? [] : [{ role: "assistant", content }];
    }
    case "tool":
      return [
        {
          role: "tool",
          content: message.results.map(({ callId, name, text, isError }) => ({
            type: "tool-result" as const,
            toolCallId: callId,
            toolName: name,
            output: { type: isError ? ("error-text" as const) : ("text" as const), value: text },
          })),
        },
      ];
  }
}

function toContent({ text, calls }: { text: string; calls: readonly ModelCall[] }): Content {
  return [...(text.trim() === "" ? [] : [{ type: "text" as const, text }]), ...calls.map(toCallPart)];
}

function toCallPart(call: ModelCall) {
  const input = "unreadable" in call ? {} : call.arguments;
  return { type: "tool-call" as const, toolCallId: call.id, toolName: call.name, input };
}
