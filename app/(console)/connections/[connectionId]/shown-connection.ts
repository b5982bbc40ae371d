import "server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import { allows } from "@/lib/access/policy";
import { findConnection } from "@/lib/connections/queries";
import { requireActor } from "@/lib/session/current";

/** The connection that an address names and who looks at it, read once per request. */
export const shownConnection = cache(async (id: string) => {
  const actor = await requireActor();
  const connection = await findConnection(actor, id);
  if (connection === null) notFound();
  return { actor, connection, mayManage: allows(actor.role, "connections.manage") };
});

/** The same for a page that only admins have. To everyone else it is not there. */
export async function managedConnection(id: string) {
  const shown = await shownConnection(id);
  if (!shown.mayManage) notFound();
  return shown;
}

export type ConnectionParams = { params: Promise<{ connectionId: string }> };
