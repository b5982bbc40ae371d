import "server-only";
import { setTimeout as delay } from "node:timers/promises";
import {
  inputRequired,
  type Result,
  type ServerContext,
  UrlElicitationRequiredError,
} from "@modelcontextprotocol/server";
import { authorize } from "@/lib/access/actor";
import { env } from "@/lib/env";
import { isJsonObject, type JsonObject } from "@/lib/mcp/upstream";
import { routes } from "@/lib/routes";
import { giveBack, requestApproval, type Standing } from "@/lib/runs/requests";
import { argumentFault } from "@/lib/tools/arguments";
import type { Caller } from "./actor";
import { APPROVAL, hostOf } from "./host";
import type { PickRow } from "./pick";
import {
  approvalSentence,
  crowdedSentence,
  deniedSentence,
  misfitSentence,
  tooLargeSentence,
} from "./sentences";
import { sessionOpensLinks } from "./session-id";

/** What comes of a call that needs a person's yes: what may be sent, or what the host is answered. */
export type Approved = { arguments: JsonObject; giveBack: () => Promise<void> } | { answer: Result };

/** How long a host that has shown the link to its person is kept waiting for their answer. */
const WAIT_MS = 20_000;
const LOOK_EVERY_MS = 300;

/**
 * Puts a call to the person it acts as, unless it could not be made as it is. They answer in the console, logged in: an
 * answer given in the host would be one that anybody with the token can give.
 */
export async function approve(
  { actor, assignment }: Caller,
  { tool, fingerprint }: PickRow,
  args: JsonObject,
  context: ServerContext,
): Promise<Approved> {
  const permit = authorize(actor, "endpoints.use");
  const names = { tool: tool.name, connection: tool.connection.name, assignment: assignment.name };
  const fault = argumentFault(tool.reviewed, args);
  if (fault !== null) return { answer: asError(misfitSentence(names, fault)) };

  const call = {
    assignment,
    tool: { toolId: tool.id, tool: tool.name, connection: tool.connection.name, fingerprint },
    arguments: args,
  };
  const standing = await untilDecided(() => requestApproval(permit, call), context.mcpReq.signal);
  switch (standing.kind) {
    case "approved":
      return { arguments: standing.arguments, giveBack: () => giveBack(permit, standing.approvalId) };
    case "denied":
      return { answer: asError(deniedSentence(names, standing.reason)) };
    case "crowded":
      return { answer: asError(crowdedSentence(standing.waiting)) };
    case "too-large":
      return { answer: asError(tooLargeSentence(names, standing.bytesMax)) };
    case "waiting":
      return { answer: linkFor(standing.approvalId, names, context) };
  }
}

/** A host that comes back has shown the link to its person, who may need a moment more. */
async function untilDecided(look: () => Promise<Standing>, signal: AbortSignal): Promise<Standing> {
  const until = Date.now() + WAIT_MS;
  while (true) {
    const standing = await look();
    const isOver = standing.kind !== "waiting" || standing.since === "now";
    if (isOver || Date.now() >= until || signal.aborted) return standing;
    await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
  }
}

/** An input request in the 2026 revision, the error that stands for it in that of 2025, and words for the rest. */
function linkFor(
  approvalId: string,
  names: Parameters<typeof approvalSentence>[0],
  context: ServerContext,
): Result {
  const url = `${env.PATCHBAY_URL}${routes.approval(approvalId)}`;
  const message = approvalSentence(names);
  const elicitation = hostOf(context)?.capabilities["elicitation"];
  if (isJsonObject(elicitation) && isJsonObject(elicitation["url"])) {
    return inputRequired({ inputRequests: { [APPROVAL]: inputRequired.elicitUrl({ message, url }) } });
  }
  if (sessionOpensLinks(context.http?.req)) {
    throw new UrlElicitationRequiredError(
      [{ mode: "url", elicitationId: approvalId, url, message }],
      message,
    );
  }
  return asError(`${message} Answer it here, then make the same call again: ${url}`);
}

function asError(text: string): Result {
  return { content: [{ type: "text", text }], isError: true };
}
