import "server-only";
import type { ModelTool } from "./messages";
import type { Provider } from "./schema";
import { acceptName } from "./tool-names";
import { type AcceptedSchema, acceptSchema } from "./tool-schemas";
import type { OfferedTool } from "./tool-search";

/** Tools under names and with schemas that the provider takes. */
export function shelve<Tool extends OfferedTool>(provider: Provider, tools: readonly Tool[]): Shelf<Tool> {
  return new Map(tools.map((tool) => [acceptName(tool.name), shelved(provider, tool)]));
}

/** A tool, how a model is told of it, and the way back. */
export type Shelved<Tool> = { tool: Tool; definition: ModelTool; restore: AcceptedSchema["restore"] };

/** By the name a model knows it by. */
export type Shelf<Tool> = ReadonlyMap<string, Shelved<Tool>>;

function shelved<Tool extends OfferedTool>(provider: Provider, tool: Tool): Shelved<Tool> {
  const { schema, restore } = acceptSchema(provider, tool.inputSchema);
  const words = [tool.title, tool.description].filter((text) => text !== null && text.trim() !== "");
  const [description, rest] = cutDescription(words.join("\n"));
  const inputSchema =
    rest === "" ? schema : { ...schema, description: [rest, schema.description].filter(Boolean).join("\n") };
  return { tool, restore, definition: { name: acceptName(tool.name), description, inputSchema } };
}

/** A description over 1,024 characters is refused by some; it goes on in the schema's own, which has no bound. */
export function cutDescription(text: string): [string, string] {
  if (text.length <= DESCRIPTION_MAX) return [text, ""];
  const end = text.lastIndexOf(" ", DESCRIPTION_MAX - 1);
  const at = end > DESCRIPTION_MAX / 2 ? end : DESCRIPTION_MAX - 1;
  return [`${text.slice(0, at)}…`, `…${text.slice(at)}`];
}

const DESCRIPTION_MAX = 1_024;
