import type { Actor } from "@/lib/access/actor";
import { allows } from "@/lib/access/policy";
import { listOwnSignIns } from "@/lib/sign-ins/queries";
import { needsRenewal } from "@/lib/sign-ins/state";
import { countTools } from "@/lib/tools/queries";

/** How many things wait for this person: sign-ins to renew and, for who reviews them, connections with held tools. */
export async function countWaiting(actor: Actor): Promise<number> {
  const signIns = await listOwnSignIns(actor);
  const toRenew = signIns.filter(needsRenewal).length;
  if (!allows(actor.role, "connections.manage")) return toRenew;

  const counts = [...(await countTools(actor)).values()];
  return toRenew + counts.filter(({ held }) => held > 0).length;
}
