import { db } from "@/lib/db/client";
import { startRun, stopRun } from "@/lib/runs/commands";
import { decideApproval } from "@/lib/runs/decide";
import { startWorker } from "@/lib/runs/worker";
import type { MemberActor } from "@/lib/session/current";
import { closeAtExit } from "@/lib/workspace/shutdown";
import { openOwnDatabase, serve } from "./inside";
import { stickAt } from "./moments";
import type { Ask, Tended } from "./runner-process";

/** A console process that works on runs as any does, and gets stuck where it is told to. */

await openOwnDatabase();
const { stuck, begun, goOn } = stickAt(JSON.parse(process.env["DRILL_MOMENTS"] ?? "[]"));
closeAtExit();
// As Next does once the last request has been answered.
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => process.exit(0));
await startWorker();
serve<Ask>(answerTo, async () => {
  process.kill(process.pid, "SIGTERM");
  await new Promise(() => {});
});

async function answerTo(ask: Ask): Promise<unknown> {
  switch (ask.do) {
    case "start":
      return startRun(await actorOf(ask.memberId), ask);
    case "stop":
      return stopRun(await actorOf(ask.memberId), ask.runId);
    case "tend":
      return tend(ask.memberId);
    case "go on":
      return goOn();
  }
}

/** Says yes to what waits, or asks it to stop where that is its moment, without waiting for what comes of it. */
async function tend(memberId: string): Promise<Tended> {
  const actor = await actorOf(memberId);
  const waiting = await db().approval.findMany({ where: { memberId, status: "waiting" } });
  for (const { id, runId } of waiting) {
    const queued = await db().runEvent.findFirst({ where: { runId: runId ?? "", position: 0 } });
    const isStop = JSON.stringify(queued?.event).includes("run.stopAsked");
    const tended = isStop
      ? stopRun(actor, runId ?? "")
      : decideApproval(actor, { approvalId: id, decision: "approve", reason: "", arguments: "" });
    tended.catch(() => {});
  }
  const open = await db().run.count({ where: { status: { in: ["queued", "working", "waiting"] } } });
  return { stuck: stuck(), begun: begun(), open };
}

async function actorOf(memberId: string): Promise<MemberActor> {
  const { workspaceId, role } = await db().member.findUniqueOrThrow({ where: { id: memberId } });
  return { kind: "member", id: memberId, name: "Ada", role, workspaceId, sessionId: "none" };
}
