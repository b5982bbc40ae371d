import "server-only";
import { createHash } from "node:crypto";

/**
 * The name a model knows a tool by: at most 64 characters, all of which every provider takes, beginning with a
 * letter or an underscore. It follows from the tool's own name alone, so it never moves when other tools come or
 * go. An acceptable name stays as it is; any other is shortened and ends in "_" and 16 hexadecimal digits, an
 * ending that no name keeps as its own, so no two names meet.
 */
export function acceptName(name: string): string {
  if (ACCEPTABLE.test(name) && !HASHED.test(name)) return name;
  const digest = createHash("sha256").update(name).digest("hex").slice(0, 16);
  const plain = name.replace(/[^A-Za-z0-9_-]+/g, "_").replace(/^(?![A-Za-z_])/, "_");
  return `${plain.slice(0, 47)}_${digest}`;
}

const ACCEPTABLE = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;
const HASHED = /_[0-9a-f]{16}$/;
