import type { AuditEvent, CallOutcome } from "./events";

/** What the log is filtered by: the first part of an event's name. */
export const activityKinds = [
  { kind: "people", label: "People", names: ["workspace", "member", "invite"] },
  { kind: "connections", label: "Connections", names: ["connection", "client"] },
  { kind: "sign-ins", label: "Sign-ins", names: ["signIn"] },
  { kind: "tools", label: "Tools", names: ["tools"] },
  { kind: "assignments", label: "Assignments and tokens", names: ["assignment", "token"] },
  { kind: "runs", label: "Runs", names: ["run", "runs", "approval", "schedule"] },
  { kind: "calls", label: "Calls", names: ["tool"] },
  { kind: "settings", label: "Settings", names: ["model", "company"] },
] as const;
export type ActivityKind = (typeof activityKinds)[number]["kind"];

/** One line of history, as it is read. `who` did it. */
export function sentenceFor(who: string, event: AuditEvent): string {
  switch (event.name) {
    case "workspace.created":
      return `The workspace ${event.detail.workspace} was set up`;
    case "member.invited":
      return `${who} invited ${event.detail.email} as ${article(event.detail.role)}`;
    case "invite.revoked":
      return `${who} took back the invite of ${event.detail.email}`;
    case "member.joined":
      return `${event.detail.member} joined as ${article(event.detail.role)}`;
    case "member.roleChanged":
      return `${who} made ${event.detail.member} ${article(event.detail.to)}; before: ${event.detail.from}`;
    case "member.removed":
      return memberRemoved(who, event.detail);
    case "connection.created":
      return `${who} added the connection ${event.detail.connection} at ${event.detail.url}`;
    case "connection.edited":
      return connectionEdited(who, event.detail);
    case "connection.removed":
      return `${who} removed the connection ${event.detail.connection}${lost(
        count(event.detail.signIns, "sign-in"),
        count(event.detail.assignments, "assignment"),
      )}`;
    case "client.registered":
      return `${who} registered ${event.detail.connection} with ${event.detail.issuer}`;
    case "client.rejected":
      return `The provider of ${event.detail.connection} no longer knows this console's registration`;
    case "client.moved":
      return `The sign-in server of ${event.detail.connection} changed from ${event.detail.from} to ${event.detail.to}; nobody can sign in until an admin confirms it`;
    case "client.confirmed":
      return `${who} confirmed ${event.detail.issuer} as the sign-in server of ${event.detail.connection}`;
    case "signIn.made":
      return `${who} signed in to ${event.detail.connection}`;
    case "signIn.shared":
      return `${who} signed the workspace in to ${event.detail.connection}`;
    case "signIn.refused":
      return `${who} could not sign in to ${event.detail.connection}: ${event.detail.reason}`;
    case "signIn.ended":
      return `${who} signed out of ${event.detail.connection}`;
    case "signIn.needsReconnect":
      return `${event.detail.member} needs to reconnect to ${event.detail.connection}: ${event.detail.reason}`;
    case "signIn.lacksPermission":
      return `${event.detail.connection} asked ${event.detail.member} for more than the sign-in allows: ${list(event.detail.scopes)}`;
    case "signIn.notRevoked":
      return `The provider of ${event.detail.connection} could not be told that ${event.detail.member} signed out: ${event.detail.reason}`;
    case "tools.listed":
      return toolsListed(who, event.detail);
    case "tools.accepted":
      return `${who} accepted ${named(event.detail.tools)} of ${event.detail.connection}`;
    case "tool.called":
      return `${who} called ${event.detail.tool} of ${event.detail.connection}${as(event.detail)}${via(event.detail)}: ${outcomeWords[event.detail.outcome]}`;
    case "assignment.created":
      return `${who} created the assignment ${event.detail.assignment}`;
    case "assignment.edited":
      return `${who} changed ${list(event.detail.changed)} of the assignment ${event.detail.assignment}`;
    case "assignment.removed":
      return `${who} removed the assignment ${event.detail.assignment}${lost(count(event.detail.tokens, "token"))}`;
    case "company.saved":
      return `${who} set up company sign-in with ${event.detail.issuer}${ended(event.detail.signIns)}`;
    case "company.removed":
      return `${who} removed company sign-in with ${event.detail.issuer}${ended(event.detail.signIns)}`;
    case "company.signedIn":
      return `${who} signed in to the company at ${event.detail.issuer} as ${event.detail.as}`;
    case "company.signedOut":
      return `${who} signed out of the company at ${event.detail.issuer}`;
    case "company.ranOut":
      return `The company sign-in of ${event.detail.member} at ${event.detail.issuer} ran out`;
    case "model.saved":
      return modelSaved(who, event.detail);
    case "model.removed":
      return `${who} removed the model ${event.detail.model} at ${event.detail.at} and its key`;
    case "run.started":
      return `${who} started a run of ${event.detail.assignment}`;
    case "run.ended":
      return `A run of ${event.detail.assignment} for ${who} ${runWords[event.detail.outcome]}`;
    case "approval.decided":
      return approvalDecided(who, event.detail);
    case "schedule.created":
      return `${who} scheduled ${event.detail.assignment}: ${event.detail.when}`;
    case "schedule.edited":
      return `${who} changed a schedule of ${event.detail.assignment} to ${event.detail.when}`;
    case "schedule.removed":
      return `${who} removed a schedule of ${event.detail.assignment}`;
    case "schedule.missed":
      return `A schedule of ${event.detail.assignment} did not start: ${event.detail.reason}`;
    case "schedule.paused":
      return schedulePaused(who, event.detail);
    case "schedule.resumed":
      return `${who} resumed a schedule of ${event.detail.assignment}`;
    case "runs.limited":
      return `${who} changed the limits of runs`;
    case "token.created":
      return `${who} made the token ${event.detail.token} for ${event.detail.assignment}`;
    case "token.revoked":
      return `${who} revoked the token ${event.detail.token} for ${event.detail.assignment}`;
  }
}

type Detail<Name extends AuditEvent["name"]> = Extract<AuditEvent, { name: Name }>["detail"];

function schedulePaused(who: string, { assignment, reason }: Detail<"schedule.paused">): string {
  if (reason === null) return `${who} paused a schedule of ${assignment}`;
  return `A schedule of ${assignment} paused itself: ${reason}`;
}

function memberRemoved(who: string, { member, signIns, tokens }: Detail<"member.removed">): string {
  const what = who === member ? `${member} left` : `${who} removed ${member}`;
  return `${what}${lost(count(signIns, "sign-in"), count(tokens, "token"))}`;
}

function connectionEdited(
  who: string,
  { connection, changed, reconnects }: Detail<"connection.edited">,
): string {
  const told = reconnects > 0 ? `; ${count(reconnects, "sign-in")} to renew` : "";
  return `${who} changed ${list(changed)} of the connection ${connection}${told}`;
}

function modelSaved(who: string, { model, at, changed, trial }: Detail<"model.saved">): string {
  const what =
    changed.length === 0
      ? `chose the model ${model} at ${at}`
      : `changed ${list(changed)} of the model, now ${model} at ${at}`;
  return `${who} ${what}${trial === "works" ? "" : ", though its trial failed"}`;
}

function toolsListed(who: string, { connection, tools, held }: Detail<"tools.listed">): string {
  const news = held.length > 0 ? `; ${named(held)} held for review` : "";
  return `${who} listed the tools of ${connection}: ${count(tools, "tool")}${news}`;
}

const runWords = { finished: "finished", failed: "failed", stopped: "was stopped" } as const;

function approvalDecided(
  who: string,
  { assignment, connection, tool, decision }: Detail<"approval.decided">,
): string {
  const call = `the call of ${tool} of ${connection} for ${assignment}`;
  return decision === "expired" ? `Nobody approved ${call} in time` : `${who} ${decision} ${call}`;
}

function as(call: Detail<"tool.called">): string {
  return call.as === "workspace" ? " as the workspace" : "";
}

function via({ via: door, assignment }: Detail<"tool.called">): string {
  if (door === "try" || assignment === null) return " to try it";
  return door === "run" ? ` in a run of ${assignment}` : ` for ${assignment}`;
}

const outcomeWords: Record<CallOutcome, string> = {
  ok: "done",
  toolError: "the tool reported an error",
  refused: "not sent",
  forbidden: "a permission is missing",
  failed: "no usable answer",
  cancelled: "cancelled",
};

/** Sign-ins that rest on it. */
function ended(signIns: number): string {
  return signIns === 0 ? "" : `; ${count(signIns, "sign-in")} ended`;
}

function lost(...things: readonly string[]): string {
  const some = things.filter((thing) => !thing.startsWith("0 "));
  return some.length === 0 ? "" : `, and with it ${list(some)}`;
}

function named(tools: readonly string[]): string {
  return tools.length <= 3 ? list(tools) : `${tools.slice(0, 2).join(", ")} and ${tools.length - 2} more`;
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}

function list(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? "nothing";
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

function article(role: string): string {
  return /^[aeio]/.test(role) ? `an ${role}` : `a ${role}`;
}
