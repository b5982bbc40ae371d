import type { CallToolResult, InputRequiredResult, ServerContext, Tool } from "@modelcontextprotocol/server";

/** A tool that the suite's scenarios call, as they describe it. */
export type SuiteTool = {
  definition: Tool;
  run(context: ServerContext): Promise<CallToolResult | InputRequiredResult>;
};

export function suiteTool(
  name: string,
  run: SuiteTool["run"],
  properties: NonNullable<Tool["inputSchema"]["properties"]> = {},
): SuiteTool {
  return {
    definition: {
      name,
      description: `Does what the scenarios say of ${name}.`,
      inputSchema: { type: "object", properties },
    },
    run,
  };
}

export function text(words: string): CallToolResult {
  return { content: [{ type: "text", text: words }] };
}
