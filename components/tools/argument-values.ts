import type { Json, JsonObject } from "@/lib/tools/schema";
import { fieldKind, isObject, plainSchema } from "./field-kind";

/** What a form starts with: the defaults a schema names, and what it fixes. Undefined: nothing. */
export function startingValue(schema: JsonObject, root: JsonObject, depth = 0): Json | undefined {
  const plain = plainSchema(schema, root);
  if (plain === null) return undefined;
  if (plain["default"] !== undefined) return plain["default"];
  if (plain["const"] !== undefined) return plain["const"];
  const kind = fieldKind(plain, root, depth);
  if (kind.kind !== "group") return undefined;
  return kind.fields.reduce<Json | undefined>(
    (value, field) => withMember(value, field.name, startingValue(field.schema, root, depth + 1)),
    undefined,
  );
}

/** An object with one member set or, for undefined, left out. An object with nothing in it is not sent at all. */
export function withMember(
  value: Json | undefined,
  name: string,
  member: Json | undefined,
): JsonObject | undefined {
  const { [name]: _before, ...others } = isObject(value) ? value : {};
  const next = member === undefined ? others : { ...others, [name]: member };
  return Object.keys(next).length === 0 ? undefined : next;
}

/** The required values that are still missing, by their path. An optional group asks for nothing until it is begun. */
export function missingPaths(
  schema: JsonObject,
  root: JsonObject,
  value: Json | undefined,
  depth = 0,
): string[] {
  const kind = fieldKind(schema, root, depth);
  if (kind.kind !== "group") return [];
  return kind.fields.flatMap((field) => {
    const member = isObject(value) ? value[field.name] : undefined;
    const inner = fieldKind(field.schema, root, depth + 1);
    if (inner.kind === "group" && (field.isRequired || member !== undefined)) {
      return missingPaths(field.schema, root, member, depth + 1).map((path) => `${field.name}.${path}`);
    }
    return field.isRequired && member === undefined ? [field.name] : [];
  });
}
