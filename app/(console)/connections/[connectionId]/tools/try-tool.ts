import "server-only";
import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { Failure } from "@/lib/errors";
import { reportBug } from "@/lib/forms/bug-report";
import { callTool } from "@/lib/tools/call";
import type { TriedCall } from "@/lib/tools/schema";
import { toTriedCall } from "./tried-call";

const tried = z.object({ toolId: z.string(), arguments: z.record(z.string(), z.json()) });

/** Calls a tool once and says how it went. Throws nothing a person would have to understand. */
export async function tryTool(actor: Actor, asked: unknown): Promise<TriedCall> {
  const request = tried.safeParse(asked);
  if (!request.success)
    return { kind: "failed", sentence: "The arguments must be a JSON object.", durationMs: 0 };

  const startedAt = performance.now();
  const elapsed = () => Math.round(performance.now() - startedAt);
  try {
    const result = await callTool(actor, { ...request.data, via: "try", assignment: null });
    return toTriedCall(request.data.arguments, result, elapsed());
  } catch (error) {
    return { kind: "failed", sentence: sentenceOf(error), durationMs: elapsed() };
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof Failure) return error.message;
  return `Something went wrong on our side. Try again; if it happens again, give your admin the code ${reportBug(error)}.`;
}
