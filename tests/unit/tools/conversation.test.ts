import { expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import type { Reply } from "@/lib/mcp/questions";
import { answerQuestion, converse } from "@/lib/tools/conversation";
import type { TriedCall } from "@/lib/tools/schema";

const alice = person("alice");
const bob = person("bob");
const question = { message: "How much?", schema: { type: "object" } };
const untilEnd = new AbortController().signal;

test("each question is a turn of its person's, and the last turn is the outcome", async () => {
  const first = await converse(alice, async (respond) => {
    const one = await respond(question, untilEnd);
    const two = await respond({ ...question, message: "Sure?" }, untilEnd);
    return outcome(`${one.action}, ${two.action}`);
  });
  expect(first).toMatchObject({ kind: "asks", message: "How much?" });

  const second = await answerQuestion(alice, idOf(first), { action: "accept", content: {} });
  expect(second).toMatchObject({ kind: "asks", message: "Sure?" });

  expect(await answerQuestion(alice, idOf(second), { action: "decline" })).toEqual(
    outcome("accept, decline"),
  );
  await expect(answerQuestion(alice, idOf(first), { action: "decline" })).rejects.toThrow("no longer waits");
});

test("nobody answers for somebody else", async () => {
  const asked = await converse(alice, async (respond) => outcome((await respond(question, untilEnd)).action));

  await expect(answerQuestion(bob, idOf(asked), { action: "decline" })).rejects.toThrow("no longer waits");
  expect(await answerQuestion(alice, idOf(asked), { action: "decline" })).toEqual(outcome("decline"));
});

test("a question that nobody waits for any more is taken back", async () => {
  const caller = new AbortController();
  const replies: Reply[] = [];
  const asked = await converse(alice, async (respond) => {
    replies.push(await respond(question, caller.signal));
    return outcome("over");
  });

  caller.abort();
  await expect.poll(() => replies).toEqual([{ action: "cancel" }]);

  await expect(answerQuestion(alice, idOf(asked), { action: "decline" })).rejects.toThrow("no longer waits");
});

function outcome(sentence: string): TriedCall {
  return { kind: "failed", sentence, durationMs: 0 };
}

function idOf(shown: TriedCall): string {
  return shown.kind === "asks" ? shown.conversation : "";
}

function person(id: string): Actor {
  return { kind: "member", id, name: id, role: "member", workspaceId: "w", sessionId: id };
}
