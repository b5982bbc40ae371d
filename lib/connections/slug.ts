import "server-only";
import type { Change } from "@/lib/audit/commit";

/** At most this long, so that a slug and a tool's name fit in 64 characters together. */
const LENGTH_MAX = 24;

/** A short name for a connection's tools at endpoints: ASCII, unique in the workspace, kept when the connection is renamed. */
export async function freeSlug(tx: Change, workspaceId: string, name: string): Promise<string> {
  const wanted = toSlug(name);
  const taken = await tx.connection.findMany({
    where: { workspaceId, slug: { startsWith: wanted } },
    select: { slug: true },
  });
  const slugs = new Set(taken.map(({ slug }) => slug));
  for (let suffix = 2; ; suffix += 1) {
    if (!slugs.has(wanted)) return wanted;
    const next = `${wanted}_${suffix}`;
    if (!slugs.has(next)) return next;
  }
}

function toSlug(name: string): string {
  const ascii = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/\p{Mark}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "_")
    .slice(0, LENGTH_MAX)
    .replaceAll(/^_+|_+$/g, "");
  return ascii || "connection";
}
