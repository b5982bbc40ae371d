import type { Actor } from "@/lib/access/actor";
import { allows } from "@/lib/access/policy";
import { listNews } from "@/lib/notices/queries";
import { listWaitingApprovals } from "@/lib/runs/queries";
import { listOwnSignIns } from "@/lib/sign-ins/queries";
import { needsRenewal } from "@/lib/sign-ins/state";
import { countTools } from "@/lib/tools/queries";
import { listToMend } from "./home/to-mend";

/** How many things wait for this person: calls to approve, sign-ins to renew, news and, for admins, connections with held tools or a sign-in to mend. */
export async function countWaiting(actor: Actor): Promise<number> {
  const [signIns, approvals, news] = await Promise.all([
    listOwnSignIns(actor),
    listWaitingApprovals(actor),
    listNews(actor),
  ]);
  const own = signIns.filter(needsRenewal).length + approvals.length + news.length;
  if (!allows(actor.role, "connections.manage")) return own;

  const counts = [...(await countTools(actor)).values()];
  const toMend = await listToMend(actor, signIns);
  return own + toMend.length + counts.filter(({ held }) => held > 0).length;
}
