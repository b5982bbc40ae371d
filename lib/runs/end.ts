import "server-only";
import type { Permit } from "@/lib/access/actor";
import type { Change } from "@/lib/audit/commit";
import type { Run } from "@/lib/db/generated/client";
import { notify, settleNotices } from "@/lib/notices/notify";
import { routes } from "@/lib/routes";
import { type Held, record } from "./record";
import type { RunEnd } from "./schema";

type Ending = { outcome: RunEnd; sentence: string | null };

type EndingRun = Pick<Run, "id" | "workspaceId" | "memberId" | "assignmentName" | "scheduleId">;

/** The last event of a run. Whatever still waited for an answer has nothing left to go on with, and its person hears of a failure. */
export async function endRun(
  { held, permit, run }: { held: Held; permit: Permit; run: EndingRun },
  { outcome, sentence }: Ending,
): Promise<void> {
  await record(
    permit,
    held,
    { name: "run.ended", outcome, sentence },
    {
      change: async (tx) => {
        await dropApprovals(tx, run);
        if (outcome === "finished") await noteSuccess(tx, run);
        if (outcome === "failed") await tellOfFailure(tx, run);
      },
      audit: { name: "run.ended", subject: run.id, detail: { assignment: run.assignmentName, outcome } },
    },
  );
}

async function dropApprovals(tx: Change, { id }: EndingRun): Promise<void> {
  await tx.approval.updateMany({ where: { runId: id, status: "waiting" }, data: { status: "expired" } });
  await settleNotices(tx, { kind: "approval", href: routes.run(id) });
}

async function tellOfFailure(
  tx: Change,
  { id, workspaceId, memberId, assignmentName: assignment, scheduleId }: EndingRun,
): Promise<void> {
  if (memberId === null) return;
  const by = scheduleId === null ? "person" : "schedule";
  if (scheduleId !== null && (await isFailingAlready(tx, scheduleId))) return;
  await notify(tx, { workspaceId, memberId }, { kind: "runFailed", runId: id, assignment, by });
}

/** Of a schedule that fails each hour its maker hears once, until it has succeeded or they have changed it. */
async function isFailingAlready(tx: Change, id: string): Promise<boolean> {
  const { count } = await tx.schedule.updateMany({ where: { id, failing: false }, data: { failing: true } });
  return count === 0;
}

async function noteSuccess(tx: Change, { scheduleId }: EndingRun): Promise<void> {
  if (scheduleId === null) return;
  await tx.schedule.updateMany({ where: { id: scheduleId, failing: true }, data: { failing: false } });
}
