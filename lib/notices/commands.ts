import "server-only";
import { type Actor, authorize } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import { markSeen } from "./notify";

/** The actor has seen these notices of theirs. Those of others, and those long gone, are left alone. */
export async function dismissNotices(actor: Actor, ids: readonly string[]): Promise<void> {
  const permit = authorize(actor, "notices.own");

  await commit(permit, async (tx) => {
    await markSeen(tx, { id: { in: [...ids] }, memberId: permit.actor.id, workspaceId: permit.workspaceId });
    return { value: undefined, event: { unrecorded: "What one has read is nobody else's business." } };
  });
}

/** Whether the actor's news also come by e-mail from now on. Off, what was still to be sent is not. */
export async function chooseMail(actor: Actor, choice: "on" | "off"): Promise<void> {
  const permit = authorize(actor, "notices.own");

  await commit(permit, async (tx) => {
    await tx.member.updateMany({
      where: { id: permit.actor.id, workspaceId: permit.workspaceId },
      data: { mailNotices: choice === "on" },
    });
    return { value: undefined, event: { unrecorded: "How one hears of things is one's own decision." } };
  });
}
