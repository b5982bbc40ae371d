import type { ServerContext } from "@modelcontextprotocol/server";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { approve } from "@/lib/endpoint/approve";
import { newApproval } from "@/lib/runs/approval";
import { startRun, stopRun } from "@/lib/runs/commands";
import { decideApproval } from "@/lib/runs/decide";
import type { ScheduleInput } from "@/lib/runs/fields";
import { findLimits, saveLimits } from "@/lib/runs/limits";
import { preFlight } from "@/lib/runs/pre-flight";
import * as runQueries from "@/lib/runs/queries";
import * as schedules from "@/lib/runs/schedules";
import { type RunTool, runLimits } from "@/lib/runs/schema";
import { sendCall } from "@/lib/runs/send-call";
import { emptyRun } from "@/lib/runs/state";
import { makeToolbox } from "@/lib/runs/toolbox";
import type { MemberActor } from "@/lib/session/current";
import { answerQuestion, converse } from "@/lib/tools/conversation";
import type { House } from "./isolation-house";
import { type Row, to } from "./isolation-row";

/** Runs and what belongs to them: approvals, schedules, limits, and questions that tools ask. */
export const runRows: Record<string, Row> = {
  "runs.startRun": {
    needs: "runs.start",
    stranger: "refused",
    does: to((actor, { house }) => start(actor, house)),
  },
  "runs.stopRun": {
    needs: "runs.start",
    stranger: "refused",
    async does({ house, whose }) {
      const id = await start(whose, house);
      return (actor) => stopRun(actor, id);
    },
  },
  "runs.listRuns": {
    needs: "runs.view",
    stranger: "acts at home",
    async does({ house, whose }) {
      await start(whose, house);
      return (actor) => runQueries.listRuns(actor, { assignmentId: house.assignmentId });
    },
  },
  "runs.findRun": {
    needs: "runs.view",
    stranger: "sees nothing",
    async does({ house, whose }) {
      const id = await start(whose, house);
      return (actor) => runQueries.findRun(actor, id);
    },
  },
  "runs.readTranscript": {
    needs: "runs.view",
    stranger: "sees nothing",
    async does({ house, whose }) {
      const id = await start(whose, house);
      return (actor) => runQueries.readTranscript(actor, id, 0);
    },
  },
  "runs.preFlight": {
    needs: "runs.start",
    stranger: "acts at home",
    does: to((actor, { house }) => preFlight(actor, house.assignmentId)),
  },

  "runs.decideApproval": {
    needs: "runs.start",
    stranger: "refused",
    isPersonal: true,
    async does({ house, whose }) {
      const { approvalId } = await ask(whose, house);
      const yes = { approvalId, decision: "approve", reason: "", arguments: "" } as const;
      return (actor) => decideApproval(actor, yes);
    },
  },
  "runs.listWaitingApprovals": {
    needs: "runs.view",
    stranger: "sees nothing",
    isPersonal: true,
    async does({ house, whose }) {
      await ask(whose, house);
      return (actor) => runQueries.listWaitingApprovals(actor);
    },
  },
  "runs.listRunApprovals": {
    needs: "runs.view",
    stranger: "sees nothing",
    isPersonal: true,
    async does({ house, whose }) {
      const { runId } = await ask(whose, house);
      return (actor) => runQueries.listRunApprovals(actor, runId);
    },
  },
  "runs.findApproval": {
    needs: "runs.view",
    stranger: "sees nothing",
    isPersonal: true,
    async does({ house, whose }) {
      const { approvalId } = await ask(whose, house);
      return (actor) => runQueries.findApproval(actor, approvalId);
    },
  },

  "runs.listSchedules": {
    needs: "runs.view",
    stranger: "sees nothing",
    async does({ house, whose }) {
      await schedule(whose, house);
      return (actor) => runQueries.listSchedules(actor, house.assignmentId);
    },
  },
  "runs.saveSchedule": {
    needs: "runs.start",
    stranger: "refused",
    does: to((actor, { house }) => schedules.saveSchedule(actor, daily(house))),
  },
  "runs.removeSchedule": {
    needs: "runs.start",
    stranger: "refused",
    async does({ house, whose }) {
      const id = await schedule(whose, house);
      return (actor) => schedules.removeSchedule(actor, id);
    },
  },
  "runs.pauseSchedule": {
    needs: "runs.start",
    stranger: "refused",
    async does({ house, whose }) {
      const id = await schedule(whose, house);
      return (actor) => schedules.pauseSchedule(actor, id);
    },
  },
  "runs.resumeSchedule": {
    needs: "runs.start",
    stranger: "refused",
    isPersonal: true,
    async does({ house, whose }) {
      const id = await schedule(whose, house);
      await schedules.pauseSchedule(whose, id);
      return (actor) => schedules.resumeSchedule(actor, id);
    },
  },

  "runs.findLimits": {
    needs: "runs.view",
    stranger: "acts at home",
    does: to((actor) => findLimits(actor)),
  },
  "runs.saveLimits": {
    needs: "runs.limit",
    stranger: "acts at home",
    does: to((actor) => saveLimits(actor, runLimits.parse({ steps: 5 }))),
  },
  "runs.makeToolbox": {
    needs: "runs.start",
    stranger: "sees nothing",
    does: to(async (actor, { house }) => {
      const toolbox = await makeToolbox(actor, house.assignmentId, emptyRun, "compatible", null);
      return [...toolbox.listed, ...toolbox.definitions];
    }),
  },
  "runs.sendCall": {
    needs: "runs.start",
    stranger: "acts at home",
    does: to((actor, { house }) =>
      sendCall(actor, {
        assignment: { id: house.assignmentId, name: "It" },
        tool: toolOf(house),
        arguments: {},
        bytesMax: 1_024,
        timeoutMs: 10_000,
        signal: new AbortController().signal,
      }),
    ),
  },

  "endpoint.approve": {
    needs: "endpoints.use",
    stranger: "acts at home",
    does: to((actor, { house }) => {
      const { id, name, role, workspaceId } = actor;
      const caller = {
        actor: { kind: "endpoint", tokenId: "none", id, name, role, workspaceId },
        assignment: { id: house.assignmentId, name: "It" },
        lastUsedAt: null,
      } as const;
      const tool = { id: house.toolId, name: "list_countries", connection: { name: "Open" } };
      // Safe: what a call needs of a pick and of its host to be put to a person, and no more.
      const pick = { mode: "ask", fingerprint: "any", tool } as unknown as Parameters<typeof approve>[1];
      const context = { mcpReq: { signal: new AbortController().signal } } as ServerContext;
      return approve(caller, pick, {}, context);
    }),
  },

  "tools.converse": {
    needs: "connections.view",
    stranger: "acts at home",
    does: to((actor) => converse(actor, async () => answered)),
  },
  "tools.answerQuestion": {
    needs: "connections.view",
    stranger: "refused",
    isPersonal: true,
    async does({ whose }) {
      const asked = await converse(whose, async (respond) => {
        await respond({ message: "Sure?", schema: { type: "object" } }, new AbortController().signal);
        return answered;
      });
      const conversation = asked.kind === "asks" ? asked.conversation : "";
      return (actor) => answerQuestion(actor, conversation, { action: "decline" });
    },
  },
};

const answered = { kind: "failed", sentence: "It is only a test.", durationMs: 0 } as const;

function start(actor: Actor, { assignmentId, marks }: House): Promise<string> {
  return startRun(actor, { assignmentId, message: marks[0] ?? "" });
}

/** A call of a run that waits for this person. */
async function ask(whose: MemberActor, house: House): Promise<{ approvalId: string; runId: string }> {
  const runId = await start(whose, house);
  const approval = newApproval(
    { actor: whose, workspaceId: house.workspaceId } as Parameters<typeof newApproval>[0],
    {
      run: { id: runId, callId: "1.1" },
      assignment: { id: house.assignmentId, name: `${house.marks[0]} work` },
      tool: toolOf(house),
      arguments: { mark: house.marks[0] ?? "" },
      hours: 1,
    },
  );
  await db().approval.create({ data: approval });
  return { approvalId: approval.id, runId };
}

function toolOf({ toolId, open }: House): RunTool {
  return {
    toolId,
    name: "list_countries",
    tool: "list_countries",
    connectionId: open,
    connection: "Open",
    mode: "allow",
    fingerprint: "as reviewed",
  };
}

async function schedule(whose: Actor, house: House): Promise<string> {
  await schedules.saveSchedule(whose, daily(house));
  return (await db().schedule.findFirstOrThrow({ where: { memberId: whose.id } })).id;
}

function daily({ assignmentId, marks }: House): ScheduleInput {
  return {
    assignmentId,
    scheduleId: "",
    rhythm: "daily",
    time: "08:00",
    weekday: 1,
    cron: "0 8 * * *",
    timeZone: "UTC",
    message: marks[0] ?? "",
  };
}
