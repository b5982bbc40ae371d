import type { Actor } from "@/lib/access/actor";
import { allows } from "@/lib/access/policy";
import { listConnections } from "@/lib/connections/queries";
import type { SignInView } from "@/lib/sign-ins/schema";

/** Something about a connection that keeps everyone out until an admin acts. */
export type Mend = { connectionId: string; connectionName: string; kind: "moved" | "shared" };

/** For admins: sign-in servers to confirm, and workspace sign-ins that do not work. */
export async function listToMend(actor: Actor, signIns: readonly SignInView[]): Promise<Mend[]> {
  if (!allows(actor.role, "connections.manage")) return [];
  const connections = await listConnections(actor);
  const moved = connections.filter(({ client }) => client?.moved).map(({ id }) => id);
  return signIns.flatMap(({ connectionId, connectionName, shared, state }): Mend[] => {
    if (moved.includes(connectionId)) return [{ connectionId, connectionName, kind: "moved" }];
    const isOut = shared && state !== "connected" && state !== "unavailable";
    return isOut ? [{ connectionId, connectionName, kind: "shared" }] : [];
  });
}
