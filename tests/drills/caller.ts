import { setTimeout as delay } from "node:timers/promises";
import { flushCalls } from "@/lib/audit/calls";
import { flushTraces } from "@/lib/connections/traces";
import { closeDatabase, db } from "@/lib/db/client";
import { Failure } from "@/lib/errors";
import type { MemberActor } from "@/lib/session/current";
import { callTool } from "@/lib/tools/call";
import type { Ask, Called, Storm, Stormed } from "./caller-process";
import { openOwnDatabase, serve } from "./inside";

/** A console process that calls `whoami` with people's sign-ins as it is told to, until it is killed. */

await openOwnDatabase();
serve<Ask>(
  (ask) => (ask.do === "call" ? call(ask.signInId) : storm(ask)),
  async () => {
    await flushCalls();
    await flushTraces();
    await closeDatabase();
  },
);

async function call(signInId: string): Promise<Called> {
  try {
    const { actor, toolId } = await find(signInId);
    const result = await callTool(actor, { toolId, arguments: {}, via: "try", assignment: null });
    return { person: JSON.stringify(result.structuredContent), failure: null };
  } catch (error) {
    const failure = error instanceof Failure ? `${error.code}: ${error.message}` : `bug: ${String(error)}`;
    return { person: null, failure };
  }
}

const found = new Map<string, { actor: MemberActor; toolId: string }>();

async function find(signInId: string): Promise<{ actor: MemberActor; toolId: string }> {
  const known = found.get(signInId);
  if (known) return known;
  const {
    memberId: holder,
    workspaceId,
    connectionId,
  } = await db().signIn.findUniqueOrThrow({
    where: { id: signInId },
  });
  const tool = await db().tool.findFirstOrThrow({ where: { connectionId, name: "whoami" } });
  const memberId = holder ?? "nobody";
  const actor = {
    kind: "member",
    id: memberId,
    name: memberId,
    role: "member",
    workspaceId,
    sessionId: "none",
  } as const;
  found.set(signInId, { actor, toolId: tool.id });
  return { actor, toolId: tool.id };
}

/** Each caller calls with one sign-in after the other, so that every sign-in has callers in every process. */
async function storm(ask: Storm): Promise<Stormed> {
  const failures: Record<string, number> = {};
  let calls = 0;
  const callers = Array.from({ length: ask.callers }, async (_, caller) => {
    for (let turn = caller; Date.now() < ask.until; turn += 1) {
      const [signInId = "", person = ""] = ask.signIns[turn % ask.signIns.length] ?? [];
      const called = await call(signInId);
      calls += 1;
      const failure =
        called.failure ?? (called.person?.includes(`"${person}"`) ? null : "somebody else's token");
      if (failure) failures[failure] = (failures[failure] ?? 0) + 1;
      await delay(ask.pauseMs * (0.5 + Math.random()));
    }
  });
  await Promise.all(callers);
  return { calls, failures };
}
