import "server-only";
import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { Failure } from "@/lib/errors";
import { reportBug } from "@/lib/forms/bug-report";
import type { Respond } from "@/lib/mcp/questions";
import { callTool } from "@/lib/tools/call";
import { answerQuestion, converse } from "@/lib/tools/conversation";
import { questionReply, type TriedCall } from "@/lib/tools/schema";
import { toTriedCall } from "./tried-call";

const tried = z.object({ toolId: z.string(), arguments: z.record(z.string(), z.json()) });

/** Calls a tool once and says how it went, or what the tool asks. Throws nothing a person would have to understand. */
export async function tryTool(actor: Actor, asked: unknown): Promise<TriedCall> {
  const request = tried.safeParse(asked);
  if (!request.success)
    return { kind: "failed", sentence: "The arguments must be a JSON object.", durationMs: 0 };
  return converse(actor, (respond) => callOnce(actor, request.data, respond));
}

const answered = z.object({ conversation: z.string(), reply: questionReply });

/** Goes on with a call that has asked something. */
export async function answerTool(actor: Actor, given: unknown): Promise<TriedCall> {
  try {
    const { conversation, reply } = answered.parse(given);
    return await answerQuestion(actor, conversation, reply);
  } catch (error) {
    return { kind: "failed", sentence: sentenceOf(error), durationMs: 0 };
  }
}

async function callOnce(actor: Actor, asked: z.infer<typeof tried>, respond: Respond): Promise<TriedCall> {
  const startedAt = performance.now();
  const elapsed = () => Math.round(performance.now() - startedAt);
  try {
    const result = await callTool(actor, { ...asked, via: "try", assignment: null, respond });
    return toTriedCall(asked.arguments, result, elapsed());
  } catch (error) {
    return { kind: "failed", sentence: sentenceOf(error), durationMs: elapsed() };
  }
}

function sentenceOf(error: unknown): string {
  return error instanceof Failure ? error.message : reportBug(error);
}
