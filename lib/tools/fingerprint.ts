import "server-only";
import { createHash } from "node:crypto";
import type { JsonObject } from "./schema";

/** SHA-256, in hex, of a tool's whole definition as the server gave it, in canonical JSON (RFC 8785 section 3.2.3: members sorted by name). */
export function fingerprintOf(definition: JsonObject): string {
  return createHash("sha256").update(canonical(definition)).digest("hex");
}

/** The same for everything but what a rename changes. */
export function namelessFingerprintOf(definition: JsonObject): string {
  const { name: _name, title: _title, ...rest } = definition;
  return fingerprintOf(rest);
}

/** Canonical JSON (RFC 8785 section 3.2.3). */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = new Map(Object.entries(value));
  const sorted = [...members.keys()].sort();
  return `{${sorted.map((name) => `${JSON.stringify(name)}:${canonical(members.get(name) ?? null)}`).join(",")}}`;
}
