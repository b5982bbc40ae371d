import "server-only";
import { isJsonObject, type JsonObject } from "@/lib/mcp/upstream";
import type { ModelCall, ModelTool } from "./messages";
import type { Provider } from "./schema";
import { tokensIn } from "./tokens";
import { acceptName } from "./tool-names";
import { createSearch, type OfferedTool, type Search } from "./tool-search";
import { cutDescription, type Shelf, shelve } from "./tool-shelf";

export type { OfferedTool } from "./tool-search";

/**
 * How an assignment's tools are put to a model. `all`: each of them, under a name and with a schema its provider
 * takes. `search`: past the limits, two tools in their place that find and call the others.
 *
 * `resolve` says what a call of the model's stands for: one of the tools, with arguments as its server knows
 * them, or an answer to give at once. Names have to be unique among the tools. Pure: the same tools are always
 * offered alike, so a run may make its offer anew at each step.
 */
export function offerTools<Tool extends OfferedTool>(
  provider: Provider,
  tools: readonly Tool[],
): Offer<Tool> {
  const shelf = shelve(provider, tools);
  const definitions = [...shelf.values()].map(({ definition }) => definition);
  const isSmall = tools.length <= TOOLS_MAX && tokensIn(JSON.stringify(definitions)) <= TOKENS_MAX;
  if (isSmall) return { kind: "all", definitions, resolve: (call) => directly(shelf, call) };

  const search = createSearch(tools);
  return {
    kind: "search",
    definitions: searchPair(tools),
    resolve: (call) => throughSearch(shelf, search, call),
  };
}

export type Offer<Tool> = {
  kind: "all" | "search";
  definitions: ModelTool[];
  resolve(call: ModelCall): Resolved<Tool>;
};

export type Resolved<Tool> =
  | { kind: "tool"; tool: Tool; arguments: JsonObject }
  | { kind: "answer"; text: string; isError: boolean };

/** What OpenAI takes. */
const TOOLS_MAX = 128;
/** As many tokens of definitions leave a common context room to work in. */
const TOKENS_MAX = 60_000;

function directly<Tool extends OfferedTool>(shelf: Shelf<Tool>, call: ModelCall): Resolved<Tool> {
  const found = shelf.get(call.name);
  if (!found) return refused(`There is no tool called ${shown(call.name)}. Use one of those you were given.`);
  if ("unreadable" in call) return refused(UNREADABLE);
  return { kind: "tool", tool: found.tool, arguments: found.restore(call.arguments) };
}

const UNREADABLE =
  "The arguments were no JSON object, so nothing was called. Send the call again, with valid JSON.";

/** A model that has seen a tool may call it by its own name, and is understood. */
function throughSearch<Tool extends OfferedTool>(
  shelf: Shelf<Tool>,
  search: Search<Tool>,
  call: ModelCall,
): Resolved<Tool> {
  if (call.name !== SEARCH && call.name !== CALL && shelf.has(call.name)) return directly(shelf, call);
  if ("unreadable" in call) return refused(UNREADABLE);
  if (call.name === SEARCH) return found(shelf, search, call.arguments);
  if (call.name !== CALL)
    return refused(`There is no tool called ${shown(call.name)}. Find one with ${SEARCH}.`);

  const name = typeof call.arguments.name === "string" ? call.arguments.name : "";
  const given = readGiven(call.arguments.arguments);
  if (given === null) return refused(UNREADABLE);
  if (shelf.has(name)) return directly(shelf, { id: call.id, name, arguments: given });
  const near = search(name, 3).map((tool) => acceptName(tool.name));
  const hint = near.length > 0 ? ` Close to it are: ${near.join(", ")}.` : "";
  return refused(`There is no tool called ${shown(name)}.${hint} Find one with ${SEARCH}.`);
}

/** Some models write the arguments of a call inside a call as text. */
function readGiven(value: unknown): JsonObject | null {
  if (value === undefined || value === null) return {};
  if (typeof value !== "string") return isJsonObject(value) ? value : null;
  try {
    const parsed: unknown = JSON.parse(value);
    return isJsonObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function found<Tool extends OfferedTool>(
  shelf: Shelf<Tool>,
  search: Search<Tool>,
  given: JsonObject,
): Resolved<Tool> {
  const query = typeof given.query === "string" ? given.query : "";
  const hits = search(query, HITS_MAX).flatMap((tool) => shelf.get(acceptName(tool.name)) ?? []);
  if (hits.length === 0) {
    return refused(
      `No tool fits “${shown(query)}”. Try other words, such as the thing and what to do with it.`,
    );
  }
  const fitting = hits.filter((_hit, index) => {
    const size = tokensIn(JSON.stringify(hits.slice(0, index + 1).map(({ definition }) => definition)));
    return index === 0 || size <= HITS_TOKENS_MAX;
  });
  const tools = fitting.map(({ tool, definition }) => ({ connection: tool.connection, ...definition }));
  return { kind: "answer", text: JSON.stringify({ tools, call_with: CALL }), isError: false };
}

function searchPair(tools: readonly OfferedTool[]): ModelTool[] {
  const counts = Map.groupBy(tools, ({ connection }) => connection);
  const sources = [...counts].map(([connection, own]) => `${connection} (${own.length})`).join(", ");
  const [description] = cutDescription(
    `Finds tools by words, best first, with their parameters. ${tools.length} tools can be found, of: ${sources}.`,
  );
  return [
    {
      name: SEARCH,
      description,
      inputSchema: {
        type: "object",
        properties: {
          query: {
            type: "string",
            description: "What the tool should do, in a few words: “find customer by name”.",
          },
        },
        required: ["query"],
      },
    },
    {
      name: CALL,
      description: `Calls a tool that ${SEARCH} found.`,
      inputSchema: {
        type: "object",
        properties: {
          name: { type: "string", description: "The tool's name, exactly as it was found." },
          arguments: { type: "object", description: "Its arguments, as its inputSchema describes them." },
        },
        required: ["name", "arguments"],
      },
    },
  ];
}

function refused(text: string) {
  return { kind: "answer" as const, text, isError: true };
}

function shown(name: string): string {
  return name.length > 80 ? `${name.slice(0, 79)}…` : name;
}

const SEARCH = "search_tools";
const CALL = "call_tool";
const HITS_MAX = 8;
const HITS_TOKENS_MAX = 6_000;
