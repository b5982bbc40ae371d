import "server-only";
import { McpFailure, serverWords } from "./failure";
import { needsInput } from "./translate";
import { isJsonObject, type JsonObject } from "./upstream";

/**
 * What a tool asks its person in the middle of a call, and the form to answer
 * it with (MCP Elicitation, form mode). Both eras ask the same: 2025 with a
 * request of the server's own, 2026 with a result that wants the call repeated.
 */
export type Question = { message: string; schema: JsonObject };

export type Reply = { action: "accept"; content: JsonObject } | { action: "decline" | "cancel" };

/** Puts a question to the person and waits for what they say. `signal`: nobody waits for it any more. */
export type Respond = (question: Question, signal: AbortSignal) => Promise<Reply>;

/** What is offered to a server whose call has somebody there to answer. Addresses to open (URL mode) are not. */
export const ANSWERS_FORMS = { elicitation: { form: {} } };

export const ELICIT = "elicitation/create";

/** The question in the parameters of an `elicitation/create`. Throws McpFailure when it is no form that could be shown. */
export function readQuestion(params: unknown): Question {
  const { mode = "form", message = "", requestedSchema } = isJsonObject(params) ? params : {};
  if (mode !== "form" || typeof message !== "string" || !isJsonObject(requestedSchema)) throw needsInput();
  if (JSON.stringify(requestedSchema).length > SCHEMA_MAX) throw needsInput();
  return { message: serverWords(message, MESSAGE_MAX), schema: requestedSchema };
}

const SCHEMA_MAX = 32 * 1024;
const MESSAGE_MAX = 2_000;

/**
 * The parameters with which a call is repeated, once its person has answered
 * what an `input_required` result asks (2026-07-28, Multi Round-Trip Requests):
 * the answers under the server's keys, and its state, which is nobody else's to
 * read. Throws McpFailure when it asks for something that cannot be answered.
 */
export async function answersTo(
  result: JsonObject,
  respond: Respond,
  signal: AbortSignal,
): Promise<JsonObject> {
  const { inputRequests = {}, requestState } = result;
  if (!isJsonObject(inputRequests)) throw needsInput();
  const asked = Object.entries(inputRequests).map(([key, request]) => ({ key, question: formIn(request) }));
  if (asked.length > QUESTIONS_MAX) throw askedTooMuch();

  const inputResponses: Record<string, Reply> = {};
  for (const { key, question } of asked) inputResponses[key] = await respond(question, signal);
  return {
    ...(asked.length > 0 && { inputResponses }),
    ...(requestState !== undefined && { requestState }),
  };
}

function formIn(request: unknown): Question {
  if (!isJsonObject(request) || request.method !== ELICIT) throw needsInput();
  return readQuestion(request.params);
}

const QUESTIONS_MAX = 10;

/** What a caller would have to offer for this `input_required` result, and does not. Null when it offers all of it. */
export function notOffered(result: JsonObject, capabilities: JsonObject): JsonObject | null {
  const requests = isJsonObject(result.inputRequests) ? Object.values(result.inputRequests) : [];
  const needed = requests.map((request) => OFFERED_AS[String(isJsonObject(request) && request.method)]);
  const missing = needed.filter((name) => name === undefined || !isJsonObject(capabilities[name]));
  return missing.length === 0 ? null : Object.fromEntries(missing.map((name) => [name ?? "unknown", {}]));
}

const OFFERED_AS: Record<string, string> = {
  [ELICIT]: "elicitation",
  "sampling/createMessage": "sampling",
  "roots/list": "roots",
};

export function askedTooMuch(): McpFailure {
  return new McpFailure("protocol", "The server kept asking instead of answering.");
}
