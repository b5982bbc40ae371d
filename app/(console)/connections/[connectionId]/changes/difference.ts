import { visible } from "@/components/ui/visible";
import type { Json, JsonObject, ToolChange } from "@/lib/tools/schema";

export type Difference = { description: Sides; rest: Sides };
type Sides = { before: string; after: string };

/** The two sides of a change: the description as prose, and everything else as JSON. */
export function differenceOf({ before, after }: ToolChange): Difference {
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
  const tidy = sorted(rest);
  const indented = JSON.stringify(tidy, null, 2);
  return visible(indented.length > INDENTED_MAX ? JSON.stringify(tidy) : indented);
}

/** Characters: indenting can make fifty of one, and nobody reads so many lines. */
const INDENTED_MAX = 100_000;

/** In one order on both sides, because a server that merely shuffles members has changed nothing. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sorted(value[name] ?? null)]));
}
