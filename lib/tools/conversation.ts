import "server-only";
import { randomUUID } from "node:crypto";
import { type Actor, authorize } from "@/lib/access/actor";
import { Failure } from "@/lib/errors";
import type { Question, Reply, Respond } from "@/lib/mcp/questions";
import type { JsonObject, TriedCall } from "./schema";

/**
 * A call that may stop to ask its person something, spread over several
 * requests of a browser: each one ends with a question or with the outcome. It
 * lives in the process that made the call, for as long as a question may wait.
 */
export async function converse(
  actor: Actor,
  call: (respond: Respond) => Promise<TriedCall>,
): Promise<TriedCall> {
  authorize(actor, "connections.view");
  const talk: Talk = { id: randomUUID(), ownerId: actor.id, turn: Promise.withResolvers(), answer: null };
  call((question, signal) => ask(talk, question, signal)).then(
    (outcome) => talk.turn.resolve(outcome),
    (error: unknown) => talk.turn.reject(error),
  );
  return talk.turn.promise;
}

/** Answers what a call of one's own has asked, and waits for what comes next. */
export async function answerQuestion(actor: Actor, conversation: string, reply: Reply): Promise<TriedCall> {
  authorize(actor, "connections.view");
  const talk = open.get(conversation);
  if (!talk?.answer || talk.ownerId !== actor.id) {
    throw new Failure("conflict", "This call no longer waits for an answer. Try it again.");
  }
  talk.turn = Promise.withResolvers();
  talk.answer(reply);
  return talk.turn.promise;
}

type Talk = {
  id: string;
  ownerId: string;
  /** What the person is shown next. */
  turn: PromiseWithResolvers<TriedCall>;
  /** Null while nothing is asked. */
  answer: ((reply: Reply) => void) | null;
};

// A bundler may load this module more than once; a question is answered wherever it was asked.
const globals = globalThis as { patchbayTalks?: Map<string, Talk> };
globals.patchbayTalks ??= new Map();
const open = globals.patchbayTalks;

/** Nobody answers for a person: who leaves, or takes too long, has cancelled. */
async function ask(talk: Talk, question: Question, signal: AbortSignal): Promise<Reply> {
  const answer = Promise.withResolvers<Reply>();
  const cancel = () => answer.resolve({ action: "cancel" });
  if (open.size >= OPEN_MAX || signal.aborted) cancel();
  const timer = setTimeout(cancel, WAIT_MAX_MS).unref();
  signal.addEventListener("abort", cancel, { once: true });

  talk.answer = answer.resolve;
  open.set(talk.id, talk);
  // Safe: it was read from JSON, so it is JSON.
  const schema = question.schema as JsonObject;
  talk.turn.resolve({ kind: "asks", conversation: talk.id, message: question.message, schema });
  try {
    return await answer.promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", cancel);
    talk.answer = null;
    open.delete(talk.id);
  }
}

const WAIT_MAX_MS = 5 * 60_000;
const OPEN_MAX = 200;
