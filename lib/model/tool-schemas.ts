import "server-only";
import { isJsonObject, type JsonObject } from "@/lib/mcp/upstream";
import type { Provider } from "./schema";
import { dialects } from "./schema-dialects";
import { described, namesRequired, objectOf } from "./schema-joining";
import { Rewriting } from "./schema-rewriting";
import { acceptName } from "./tool-names";

/**
 * A tool's input schema as a provider takes it: an object at the top with neither alternatives nor a reference
 * beside it, and only what the provider's dialect knows below. Arguments that fit the original fit what comes
 * out, once they are called what `schema` calls them; `restore` gives arguments their own names back.
 */
export function acceptSchema(provider: Provider, inputSchema: JsonObject): AcceptedSchema {
  const dialect = dialects[provider];
  const rewriting = new Rewriting(inputSchema, dialect);
  const top = flattened(rewriting.top(), rewriting.definitions);
  const { definitions } = rewriting;
  const hasDefinitions = Object.keys(definitions).length > 0;
  return renamed(hasDefinitions ? { ...top, $defs: definitions } : top, dialect.parameterName);
}

export type AcceptedSchema = { schema: JsonObject; restore(given: JsonObject): JsonObject };

/** The parameters of alternatives are offered side by side; which of them go together is said in words. */
function flattened(top: JsonObject, definitions: Record<string, JsonObject>): JsonObject {
  const { type: _type, anyOf, enum: values, ...rest } = top;
  const branches = Array.isArray(anyOf)
    ? anyOf.filter(isJsonObject).map((one) => opened(one, definitions))
    : [];
  const own = objectOf(rest.properties);
  const names = new Set(branches.flatMap(({ properties }) => Object.keys(objectOf(properties))));
  const added = [...names]
    .filter((name) => !Object.hasOwn(own, name))
    .map((name) => [name, eitherOf(branches.map((branch) => parameterOf(branch, name)))]);
  const everywhere = namesRequired(branches[0] ?? {}).filter((name) =>
    branches.every((branch) => namesRequired(branch).includes(name)),
  );
  const required = [...new Set([...namesRequired(rest), ...everywhere])];
  return described(
    {
      ...rest,
      type: "object",
      properties: { ...own, ...Object.fromEntries(added) },
      ...(required.length > 0 && { required }),
    },
    { ...(anyOf !== undefined && { anyOf }), ...(values !== undefined && { enum: values }) },
  );
}

/** A branch with what its reference points to; branches inside branches are left to the words. */
function opened(branch: JsonObject, definitions: Record<string, JsonObject>): JsonObject {
  const { $ref } = branch;
  return { ...(typeof $ref === "string" && definitions[$ref.slice("#/$defs/".length)]), ...branch };
}

/** What a branch says of a parameter: anything goes where it says nothing. */
function parameterOf({ properties }: JsonObject, name: string): JsonObject {
  return objectOf(Object.getOwnPropertyDescriptor(objectOf(properties), name)?.value);
}

function eitherOf(schemas: readonly JsonObject[]): JsonObject {
  const distinct = [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()];
  const [only] = distinct;
  return only && distinct.length === 1 ? only : { anyOf: distinct };
}

function renamed(schema: JsonObject, allowed: RegExp): AcceptedSchema {
  const own = Object.entries(objectOf(schema.properties));
  const others = own.map(([name]) => name).filter((name) => !allowed.test(name));
  if (others.length === 0) return { schema, restore: (given) => given };

  const there = new Map(others.map((name) => [name, acceptName(name)]));
  const back = new Map(others.map((name) => [acceptName(name), name]));
  const to = (name: string) => there.get(name) ?? name;
  return {
    schema: {
      ...schema,
      properties: Object.fromEntries(own.map(([name, inner]) => [to(name), inner])),
      ...(schema.required !== undefined && { required: namesRequired(schema).map(to) }),
    },
    restore: (given) =>
      Object.fromEntries(Object.entries(given).map(([name, value]) => [back.get(name) ?? name, value])),
  };
}
