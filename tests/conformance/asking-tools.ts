import { createHmac } from "node:crypto";
import {
  CLIENT_CAPABILITIES_META_KEY,
  type InputRequests,
  type InputRequiredResult,
  MissingRequiredClientCapabilityError,
  ProtocolError,
  ProtocolErrorCode,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { type SuiteTool, suiteTool, text } from "./suite-tool";

const name = form("What is your name?", "name");
const confirm = form("Please confirm", "ok");
const greeting = sample("Generate a greeting", 50);
const capital = sample("What is the capital of France?", 100);
const roots = { method: "roots/list" as const, params: {} };

/** Tools that ask before they answer (2026-07-28, Multi Round-Trip Requests). */
export const askingTools: SuiteTool[] = [
  suiteTool("test_input_required_result_elicitation", askOnce({ user_name: name })),
  suiteTool("test_streaming_elicitation", askOnce({ user_name: name })),
  suiteTool("test_input_required_result_sampling", askOnce({ capital_question: capital })),
  suiteTool("test_input_required_result_list_roots", askOnce({ client_roots: roots })),
  suiteTool("test_input_required_result_request_state", askInRounds([{ confirm: confirm }])),
  suiteTool("test_input_required_result_tampered_state", askInRounds([{ confirm: confirm }])),
  suiteTool(
    "test_input_required_result_multiple_inputs",
    askInRounds([{ user_name: name, greeting, client_roots: roots }]),
  ),
  suiteTool(
    "test_input_required_result_multi_round",
    askInRounds([
      { step1: form("Step 1: What is your name?", "name") },
      { step2: form("Step 2: What is your favorite color?", "color") },
    ]),
  ),
  suiteTool("test_input_required_result_capabilities", async (context) => {
    const offers = offeredBy(context);
    return asks({
      ...("elicitation" in offers && { user_name: name }),
      ...("sampling" in offers && { capital_question: capital }),
    });
  }),
  suiteTool("test_missing_capability", async (context) => {
    if ("sampling" in offeredBy(context)) return text("The client can sample.");
    throw new MissingRequiredClientCapabilityError({ requiredCapabilities: { sampling: {} } });
  }),
];

function askOnce(requests: InputRequests): SuiteTool["run"] {
  return async ({ mcpReq }) => {
    const answers = mcpReq.inputResponses ?? {};
    return Object.keys(requests).every((key) => key in answers) ? text("Thank you.") : asks(requests);
  };
}

/** Each round's state says which round it was, and is signed so that nobody skips one. */
function askInRounds(rounds: InputRequests[]): SuiteTool["run"] {
  return async ({ mcpReq }) => {
    const state: unknown = mcpReq.requestState();
    const round = state === undefined ? 0 : 1 + rounds.findIndex((_, index) => state === signed(index));
    if (state !== undefined && round === 0) {
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, "The state was tampered with.");
    }
    const next = rounds[round];
    return next ? { ...asks(next), requestState: signed(round) } : text("state-ok");
  };
}

function asks(inputRequests: InputRequests): InputRequiredResult {
  return { resultType: "input_required", inputRequests };
}

function signed(round: number): string {
  return `${round}.${createHmac("sha256", "suite").update(String(round)).digest("hex")}`;
}

function offeredBy({ mcpReq }: ServerContext): object {
  const envelope: Record<string, unknown> = { ...mcpReq.envelope };
  return Object(envelope[CLIENT_CAPABILITIES_META_KEY]);
}

function form(message: string, field: string) {
  const properties = { [field]: { type: "string" as const } };
  const requestedSchema = { type: "object" as const, properties, required: [field] };
  return { method: "elicitation/create" as const, params: { message, requestedSchema } };
}

function sample(words: string, maxTokens: number) {
  const messages = [{ role: "user" as const, content: { type: "text" as const, text: words } }];
  return { method: "sampling/createMessage" as const, params: { messages, maxTokens } };
}
