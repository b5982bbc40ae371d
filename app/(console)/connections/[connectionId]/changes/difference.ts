import { visible } from "@/components/tools/visible";
import type { Json, JsonObject, ToolChange } from "@/lib/tools/schema";

type Sides = { before: string; after: string };

/** The two sides of a change: the description as prose, and everything else as JSON. */
export function differenceOf({ before, after }: ToolChange): { description: Sides; rest: Sides } {
  return {
    description: { before: descriptionOf(before), after: descriptionOf(after) },
    rest: { before: restOf(before), after: restOf(after) },
  };
}

function descriptionOf(definition: JsonObject | null): string {
  const description = definition?.["description"];
  return typeof description === "string" ? visible(description) : "";
}

function restOf(definition: JsonObject | null): string {
  if (definition === null) return "";
  const { description: _prose, ...rest } = definition;
  return visible(JSON.stringify(sorted(rest), null, 2));
}

/** In one order on both sides, because a server that merely shuffles members has changed nothing. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sorted(value[name] ?? null)]));
}
