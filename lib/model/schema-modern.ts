import "server-only";
import { isJsonObject, type JsonObject } from "@/lib/mcp/upstream";

/**
 * A schema of any draft in the words of 2020-12, its inner schemas left for later. `oneOf` becomes `anyOf`, and
 * `const` an `enum` of one: the others are refused by some.
 */
export function modern(schema: JsonObject): JsonObject {
  const { exclusiveMinimum, exclusiveMaximum, items, additionalItems, oneOf, const: only, ...rest } = schema;
  return {
    ...rest,
    ...bound("minimum", "exclusiveMinimum", exclusiveMinimum, schema.minimum),
    ...bound("maximum", "exclusiveMaximum", exclusiveMaximum, schema.maximum),
    ...places(items, additionalItems, schema.prefixItems),
    ...alternatives(oneOf, schema),
    ...(only !== undefined && { enum: [only] }),
  };
}

/** Before draft 6 an exclusive bound was a yes beside the bound itself. */
function bound(plain: string, exclusive: string, value: unknown, limit: unknown): JsonObject {
  if (value === undefined || value === false) return {};
  if (value !== true) return { [exclusive]: value };
  return { [plain]: undefined, [exclusive]: limit };
}

/** Before 2020-12 a list under `items` meant places, and `additionalItems` what came after them. */
function places(items: unknown, additionalItems: unknown, prefixItems: unknown): JsonObject {
  if (!Array.isArray(items)) {
    // "No more than these" is the one `items` that is no schema for anything.
    return items === undefined || items === false ? {} : { items };
  }
  const after = isJsonObject(additionalItems) ? { items: additionalItems } : {};
  return { prefixItems: prefixItems ?? items, ...after };
}

/** A schema may have both, and both hold. */
function alternatives(oneOf: unknown, { anyOf, allOf }: JsonObject): JsonObject {
  if (!Array.isArray(oneOf)) return {};
  if (!Array.isArray(anyOf)) return { anyOf: oneOf };
  return { allOf: [...(Array.isArray(allOf) ? allOf : []), { anyOf: oneOf }] };
}
