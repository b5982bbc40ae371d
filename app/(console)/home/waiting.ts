import "server-only";
import { cache } from "react";
import type { Actor } from "@/lib/access/actor";
import { allows } from "@/lib/access/policy";
import { listConnections } from "@/lib/connections/queries";
import { listNews } from "@/lib/notices/queries";
import type { NoticeView } from "@/lib/notices/schema";
import { listWaitingApprovals } from "@/lib/runs/queries";
import type { ApprovalView } from "@/lib/runs/schema";
import { listOwnSignIns } from "@/lib/sign-ins/queries";
import type { SignInView } from "@/lib/sign-ins/schema";
import { needsRenewal } from "@/lib/sign-ins/state";
import { countTools } from "@/lib/tools/queries";

/** What stops working, or stays stopped, until one person does something; and what they should have heard of. */
export type Waiting = {
  toApprove: readonly ApprovalView[];
  toRenew: readonly SignInView[];
  /** For admins, like what is to be reviewed. */
  toMend: readonly Mend[];
  toReview: readonly HeldTools[];
  news: readonly NoticeView[];
};

/** Something about a connection that keeps everyone out until an admin acts. */
export type Mend = { connectionId: string; connectionName: string; kind: "moved" | "shared" };

export type HeldTools = { connectionId: string; connectionName: string; held: number };

/** What waits for this person, read once per request: Home lists it, the rail counts it. */
export const listWaiting = cache(async (actor: Actor): Promise<Waiting> => {
  const [toApprove, signIns, news] = await Promise.all([
    listWaitingApprovals(actor),
    listOwnSignIns(actor),
    listNews(actor),
  ]);
  const own = { toApprove, toRenew: signIns.filter(needsRenewal), news };
  if (!allows(actor.role, "connections.manage")) return { ...own, toMend: [], toReview: [] };

  const [connections, tools] = await Promise.all([listConnections(actor), countTools(actor)]);
  const moved = new Set(connections.filter(({ client }) => client?.moved).map(({ id }) => id));
  return {
    ...own,
    toMend: signIns.flatMap((signIn) => mendOf(signIn, moved.has(signIn.connectionId)) ?? []),
    toReview: connections
      .map(({ id, name }) => ({
        connectionId: id,
        connectionName: name,
        held: tools.get(id)?.held ?? 0,
      }))
      .filter(({ held }) => held > 0),
  };
});

export async function countWaiting(actor: Actor): Promise<number> {
  const lists = Object.values(await listWaiting(actor));
  return lists.reduce((count, { length }) => count + length, 0);
}

/** A sign-in server to confirm, or a workspace sign-in that does not work. */
function mendOf({ connectionId, connectionName, shared, state }: SignInView, moved: boolean): Mend | null {
  if (moved) return { connectionId, connectionName, kind: "moved" };
  const isOut = shared && state !== "connected" && state !== "unavailable";
  return isOut ? { connectionId, connectionName, kind: "shared" } : null;
}
