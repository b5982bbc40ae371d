import { type Caller, refusal, type SampleTool, type ToolAnswer, type ToolDefinition } from "./sample-tool";

/** The tools a server offers right now. What changes here, the next `tools/list` shows. */
export type ToolShelf = {
  page(cursor: string | undefined): { tools: ToolDefinition[]; nextCursor?: string };
  call(name: string, args: Record<string, unknown>, caller: Caller): Promise<ToolAnswer>;
} & ToolKnobs;

/** What a test turns to make a catalogue change under the console's feet. */
export type ToolKnobs = {
  renameTool(from: string, to: string): void;
  describeTool(name: string, description: string): void;
  addTool(tool: SampleTool): void;
  removeTool(name: string): void;
};

export function createToolShelf(initial: readonly SampleTool[], pageSize = 100): ToolShelf {
  const tools = initial.map((tool) => ({ ...tool }));

  const indexOf = (name: string): number => {
    const index = tools.findIndex((tool) => tool.definition.name === name);
    if (index < 0) throw new Error(`This sample server has no tool named ${name}.`);
    return index;
  };

  const redefine = (name: string, changes: Partial<ToolDefinition>): void => {
    const index = indexOf(name);
    const tool = tools[index];
    if (tool) tools[index] = { ...tool, definition: { ...tool.definition, ...changes } };
  };

  return {
    page(cursor) {
      const from = Number(cursor ?? 0);
      const end = from + pageSize;
      const page = tools.slice(from, end).map((tool) => tool.definition);
      return end < tools.length ? { tools: page, nextCursor: String(end) } : { tools: page };
    },
    async call(name, args, caller) {
      const tool = tools.find((candidate) => candidate.definition.name === name);
      return tool ? tool.run(args, caller) : refusal(`There is no tool named ${name}.`);
    },
    renameTool: (from, to) => redefine(from, { name: to }),
    describeTool: (name, description) => redefine(name, { description }),
    addTool: (tool) => void tools.push(tool),
    removeTool: (name) => void tools.splice(indexOf(name), 1),
  };
}
