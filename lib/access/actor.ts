import "server-only";
import { Failure } from "@/lib/errors";
import { allows, type Permission, type Role } from "./policy";

/** Whoever is asking: a teammate in a browser, an MCP host that holds a teammate's endpoint token, or a run or schedule of a teammate's. */
export type Actor = Person &
  (
    | { kind: "member"; sessionId: string }
    | { kind: "endpoint"; tokenId: string }
    | { kind: "run"; runId: string }
    | { kind: "schedule"; scheduleId: string }
  );

type Person = {
  /** The member's id. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly workspaceId: string;
};

/** Proof that someone may do something. The database opens for nothing else. */
export type Permit = {
  readonly actor: Actor | null;
  readonly workspaceId: string;
  readonly [issued]: true;
};

/** The permit of a person, as opposed to one of the console's own. */
export type PersonalPermit = Permit & { readonly actor: Actor };
declare const issued: unique symbol;

/** Throws `forbidden` unless the actor's role holds the permission. */
export function authorize(actor: Actor, permission: Permission): PersonalPermit {
  if (!allows(actor.role, permission)) throw new Failure("forbidden", "You don't have access to that.");
  // Safe: the brand exists only in the type, and this function and the next are the only ones that grant it.
  return { actor, workspaceId: actor.workspaceId } as PersonalPermit;
}

/** What the console does without a person who could be asked for permission. */
export type SystemReason =
  | "start the console"
  | "set up the workspace"
  | "accept an invite"
  | "refresh a credential"
  | "record a call"
  | "revoke upstream"
  | "work on a run"
  | "mail notices";

/** A permit nobody asked for: for the few callers that act before there is a member, or after they have gone. */
export function systemPermit(_reason: SystemReason, workspaceId: string): Permit {
  return { actor: null, workspaceId } as Permit;
}
