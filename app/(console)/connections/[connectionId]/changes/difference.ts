import { visible } from "@/components/tools/visible";
import type { JsonObject, ToolChange } from "@/lib/tools/schema";

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
  return visible(JSON.stringify(rest, null, 2));
}
