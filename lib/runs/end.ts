import "server-only";
import type { Permit } from "@/lib/access/actor";
import type { Run } from "@/lib/db/generated/client";
import { type Held, record } from "./record";
import type { RunEnd } from "./schema";

type Ending = { outcome: RunEnd; sentence: string | null };

/** The last event of a run. Whatever still waited for an answer has nothing left to go on with. */
export async function endRun(
  { held, permit, run }: { held: Held; permit: Permit; run: Pick<Run, "id" | "assignmentName"> },
  { outcome, sentence }: Ending,
): Promise<void> {
  await record(
    permit,
    held,
    { name: "run.ended", outcome, sentence },
    {
      change: (tx) =>
        tx.approval.updateMany({ where: { runId: run.id, status: "waiting" }, data: { status: "expired" } }),
      audit: { name: "run.ended", subject: run.id, detail: { assignment: run.assignmentName, outcome } },
    },
  );
}
