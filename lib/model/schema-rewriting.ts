import "server-only";
import { isJsonObject, type JsonObject } from "@/lib/mcp/upstream";
import { type Dialect, saidInWords } from "./schema-dialects";
import { described, joined } from "./schema-joining";
import { keywords } from "./schema-keywords";
import { modern } from "./schema-modern";

/**
 * Turns the schemas inside one tool's parameters into a provider's dialect. Whatever the original accepts, the
 * rewritten schema accepts too: it may lose a restriction, never add one. A lost restriction is said in the
 * description.
 */
export class Rewriting {
  /** What references point to, by the name they have in `$defs`. */
  readonly definitions: Record<string, JsonObject> = {};
  readonly #names = new Map<string, string>();
  #left = SCHEMAS_MAX;

  constructor(
    private readonly root: JsonObject,
    private readonly dialect: Dialect,
  ) {}

  /** The top level, where no reference may stand. */
  top(): JsonObject {
    return this.#opened(this.root, []);
  }

  /** `trail`: the references that led here. */
  #rewrite(given: unknown, trail: readonly string[]): JsonObject {
    if (given === false) return { description: "Leave this out." };
    if (!isJsonObject(given)) return {};
    this.#left -= 1;
    if (this.#left < 0) return { description: "What belongs here is too large to be described." };

    const { $ref, allOf, ...rest } = modern(given);
    const here = this.#plain(rest, trail);
    const isKept = this.dialect.references === "kept" && isAnnotation(here) && allOf === undefined;
    if (typeof $ref === "string" && isKept) return { ...this.#kept($ref), ...here };

    const parts = Array.isArray(allOf) ? allOf.map((part) => this.#opened(part, trail)) : [];
    if (typeof $ref === "string") parts.unshift(this.#inlined($ref, trail));
    return parts.reduce(joined, here);
  }

  /** A schema with what its reference points to in place of the reference. */
  #opened(given: unknown, trail: readonly string[]): JsonObject {
    if (!isJsonObject(given) || typeof given.$ref !== "string") return this.#rewrite(given, trail);
    const { $ref, ...rest } = given;
    return joined(this.#rewrite(rest, trail), this.#inlined($ref, trail));
  }

  #plain(given: JsonObject, trail: readonly string[]): JsonObject {
    const kept: JsonObject = {};
    const words: JsonObject = {};
    for (const [keyword, value] of Object.entries(given)) {
      const read = keywords.get(keyword);
      if (value === undefined || !(read || saidInWords.has(keyword))) continue;
      const isTaken = read && this.dialect.keywords.has(keyword);
      const taken = isTaken ? read(value, (inner) => this.#rewrite(inner, trail)) : undefined;
      if (taken === undefined) words[keyword] = value;
      else kept[keyword] = taken;
    }
    if (!this.dialect.formats.has(String(kept.format ?? ""))) {
      if (kept.format !== undefined) words["format"] = kept.format;
      delete kept.format;
    }
    return described(loosened(kept, given), words);
  }

  #kept(pointer: string): JsonObject {
    const target = lookUp(this.root, pointer);
    if (target === undefined) return elsewhere(pointer);
    const known = this.#names.get(pointer);
    if (known) return { $ref: `#/$defs/${known}` };
    const name = `${nameOf(pointer)}_${this.#names.size + 1}`;
    this.#names.set(pointer, name);
    this.definitions[name] = this.#opened(target, [pointer]);
    return { $ref: `#/$defs/${name}` };
  }

  #inlined(pointer: string, trail: readonly string[]): JsonObject {
    const target = lookUp(this.root, pointer);
    if (target === undefined) return elsewhere(pointer);
    if (!trail.includes(pointer) && trail.length < TRAIL_MAX)
      return this.#opened(target, [...trail, pointer]);
    return { description: `The same again, as ${nameOf(pointer)} is described above.` };
  }
}

/** Some keywords speak of what their neighbours leave over, and would be stricter without them. */
function loosened(kept: JsonObject, given: JsonObject): JsonObject {
  const lost = (keyword: string) => given[keyword] !== undefined && kept[keyword] === undefined;
  const { additionalProperties, items, ...rest } = kept;
  const isArray = [kept.type].flat().includes("array") && rest.prefixItems === undefined;
  return {
    ...rest,
    ...(additionalProperties !== undefined &&
      !lost("patternProperties") &&
      !lost("properties") && { additionalProperties }),
    // A list of anything has to say so to some.
    ...(items !== undefined && !lost("prefixItems") ? { items } : isArray && { items: {} }),
  };
}

/** What a JSON Pointer inside the document points to (RFC 6901 §4). Undefined: nothing there, or another document. */
function lookUp(root: JsonObject, pointer: string): unknown {
  if (pointer !== "#" && !pointer.startsWith("#/")) return undefined;
  let at: unknown = root;
  for (const step of pointer.split("/").slice(1)) {
    if (typeof at !== "object" || at === null) return undefined;
    at = Object.getOwnPropertyDescriptor(at, unescaped(step))?.value;
  }
  return at;
}

function unescaped(step: string): string {
  try {
    return decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
  } catch {
    return step;
  }
}

function elsewhere(pointer: string): JsonObject {
  return { description: `Described at ${pointer.slice(0, 200)}.` };
}

function nameOf(pointer: string): string {
  const last = pointer.split("/").at(-1) ?? "";
  return last.replace(/[^A-Za-z0-9_]/g, "").slice(0, 40) || "whole";
}

function isAnnotation(schema: JsonObject): boolean {
  return Object.keys(schema).every((keyword) => ANNOTATIONS.has(keyword));
}

const ANNOTATIONS = new Set(["title", "description", "default", "examples"]);
/** A small document can grow to any size when its references are followed. */
const SCHEMAS_MAX = 2_000;
const TRAIL_MAX = 24;
