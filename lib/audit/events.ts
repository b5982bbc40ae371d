import type { Role } from "@/lib/access/policy";

/**
 * Everything that can appear in the audit log, and what each line carries.
 * Names of things are kept as they were, so that a line reads the same after
 * the thing has gone. Never a secret, an argument or a result.
 */
export type AuditEvent = { subject: string | null } & (
  | { name: "workspace.created"; detail: { workspace: string } }
  | { name: "member.invited"; detail: { email: string; role: Role } }
  | { name: "invite.revoked"; detail: { email: string } }
  | { name: "member.joined"; detail: { member: string; role: Role } }
  | { name: "member.roleChanged"; detail: { member: string; from: Role; to: Role } }
  | { name: "member.removed"; detail: { member: string; signIns: number; tokens: number } }
  | { name: "connection.created"; detail: { connection: string; url: string; authorization: string } }
  | { name: "connection.edited"; detail: { connection: string; changed: string[]; reconnects: number } }
  | { name: "connection.removed"; detail: { connection: string; signIns: number; assignments: number } }
  | { name: "client.registered"; detail: { connection: string; registration: string; issuer: string } }
  | { name: "client.rejected"; detail: { connection: string } }
  | { name: "client.moved"; detail: { connection: string; from: string; to: string } }
  | { name: "client.confirmed"; detail: { connection: string; issuer: string } }
  | { name: "signIn.made"; detail: { connection: string } }
  | { name: "signIn.shared"; detail: { connection: string } }
  | { name: "signIn.refused"; detail: { connection: string; reason: string } }
  | { name: "signIn.ended"; detail: { connection: string } }
  | { name: "signIn.needsReconnect"; detail: { connection: string; member: string; reason: string } }
  | { name: "signIn.lacksPermission"; detail: { connection: string; member: string; scopes: string[] } }
  | { name: "signIn.notRevoked"; detail: { connection: string; member: string; reason: string } }
  | { name: "tools.listed"; detail: { connection: string; tools: number; held: string[] } }
  | { name: "tools.accepted"; detail: { connection: string; tools: string[] } }
  | { name: "tool.called"; detail: ToolCalled }
  | { name: "assignment.created"; detail: { assignment: string } }
  | { name: "assignment.edited"; detail: { assignment: string; changed: string[] } }
  | { name: "assignment.removed"; detail: { assignment: string; tokens: number } }
  | { name: "company.saved"; detail: { issuer: string; signIns: number } }
  | { name: "company.removed"; detail: { issuer: string; signIns: number } }
  | { name: "company.signedIn"; detail: { issuer: string; as: string } }
  | { name: "company.signedOut"; detail: { issuer: string } }
  | { name: "company.ranOut"; detail: { issuer: string; member: string } }
  | { name: "model.saved"; detail: { model: string; at: string; changed: string[]; trial: TrialOutcome } }
  | { name: "model.removed"; detail: { model: string; at: string } }
  | { name: "run.started"; detail: { assignment: string } }
  | { name: "run.ended"; detail: { assignment: string; outcome: "finished" | "failed" | "stopped" } }
  | {
      name: "approval.decided";
      detail: {
        assignment: string;
        connection: string;
        tool: string;
        decision: "approved" | "denied" | "expired";
      };
    }
  | { name: "schedule.created"; detail: { assignment: string; when: string } }
  | { name: "schedule.edited"; detail: { assignment: string; when: string } }
  | { name: "schedule.removed"; detail: { assignment: string } }
  | { name: "schedule.missed"; detail: { assignment: string; reason: string } }
  | {
      name: "schedule.paused";
      /** Why it paused itself. Null: somebody paused it. */
      detail: { assignment: string; reason: string | null };
    }
  | { name: "schedule.resumed"; detail: { assignment: string } }
  | { name: "runs.limited"; detail: Record<string, number> }
  | { name: "token.created"; detail: { assignment: string; token: string } }
  | { name: "token.revoked"; detail: { assignment: string; token: string } }
);

/** One call of a tool, however it was made. */
export type ToolCalled = {
  connection: string;
  tool: string;
  via: "endpoint" | "try" | "run";
  assignment: string | null;
  durationMs: number;
  outcome: CallOutcome;
  /** With whose credential; where it does not say, the caller's own. */
  as?: "workspace";
};

/** How the model's trial went before it was saved. */
export type TrialOutcome = "works" | "no-tools" | "failed";

/** `toolError`: the tool answered that it failed. `refused`: not sent. `forbidden`: the server wants a permission that the sign-in lacks. `failed`: sent, and no usable answer came. */
export type CallOutcome = "ok" | "toolError" | "refused" | "forbidden" | "failed" | "cancelled";

/** A write that is bookkeeping rather than a decision. The reason is for the reviewer. */
export type Unrecorded = { unrecorded: string };
