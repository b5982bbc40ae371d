import "server-only";
import { createHash } from "node:crypto";

/**
 * What a tool is called at an endpoint: `<connection slug>__<tool>`, at most 64
 * of the characters every host accepts. A name follows from its two parts alone,
 * so it never moves when other tools are picked. There are two kinds, and no
 * name is both: a spelled one begins with a slug in which "_" only ever stands
 * alone and inside, so that the first "__" ends it; a hashed one ends in "_" and
 * 16 hexadecimal digits.
 */
export function endpointName(slug: string, tool: string): string {
  const spelled = `${slug}__${tool}`;
  if (PLAIN_SLUG.test(slug) && PLAIN_TOOL.test(tool) && fits(spelled)) return spelled;

  const digest = createHash("sha256")
    .update(JSON.stringify([slug, tool]))
    .digest("hex")
    .slice(0, 16);
  return `${plain(slug).slice(0, 20)}__${plain(tool).slice(0, 25)}_${digest}`;
}

/** What a name says it stands for; a hashed one has to be looked for among the names there are. */
export function readName(name: string): NameReading {
  const end = name.indexOf("__");
  if (end < 1 || !fits(name) || !PLAIN_TOOL.test(name)) return { kind: "hashed", name };
  return { kind: "spelled", slug: name.slice(0, end), tool: name.slice(end + 2) };
}

export type NameReading = { kind: "spelled"; slug: string; tool: string } | { kind: "hashed"; name: string };

const PLAIN_SLUG = /^[A-Za-z0-9-]+(_[A-Za-z0-9-]+)*$/;
const PLAIN_TOOL = /^[A-Za-z0-9_-]+$/;
const HASHED = /_[0-9a-f]{16}$/;

function fits(name: string): boolean {
  return name.length <= 64 && !HASHED.test(name);
}

function plain(text: string): string {
  return text.replace(/[^A-Za-z0-9_-]/g, "-");
}
