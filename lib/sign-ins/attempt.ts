import "server-only";
import { randomUUID } from "node:crypto";
import type { PersonalPermit } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import { type Settings, settings } from "@/lib/connections/schema";
import { openHeaders } from "@/lib/connections/secrets";
import type { SignIn } from "@/lib/db/generated/client";
import { read } from "@/lib/db/read";
import { Failure } from "@/lib/errors";
import { mcpFailureIn } from "@/lib/mcp/failure";
import { closeSession } from "@/lib/mcp/sessions";
import { listTools, type ToolListing } from "@/lib/mcp/tools";
import { settleNotices } from "@/lib/notices/notify";
import { registerSecret } from "@/lib/secrets/redact";
import { type Credential, sealCredential, staticHeaders } from "./credential";
import { settleStepUp } from "./step-up";
import { unchanging, withCredential } from "./upstream";
import { reachableBy, signInFor, workspaceSignInId } from "./whose";

/** What signing in needs to know of a connection, and the actor's sign-in so far. */
export type Target = {
  id: string;
  name: string;
  url: string;
  settings: Settings;
  sharedHeaders: string | null;
  signIn: SignIn | null;
};

export async function findTarget(permit: PersonalPermit, connectionId: string): Promise<Target> {
  const row = await read(permit).connection.findFirst({
    where: { id: connectionId, workspaceId: permit.workspaceId },
    select: {
      id: true,
      name: true,
      url: true,
      settings: true,
      sharedHeaders: true,
      signIns: { where: reachableBy(permit.actor.id) },
    },
  });
  if (!row) throw new Failure("not-found", "That connection is no longer here.");
  const parsed = settings.parse(row.settings);
  return { ...row, settings: parsed, signIn: signInFor(row.signIns, parsed, permit.actor.id) };
}

/** Lists the server's tools with a credential that is not stored yet. Throws `invalid` when the server refuses it. */
export async function tryCredential(target: Target, credential: Credential): Promise<ToolListing> {
  // It is not stored yet, but what the server says of it may end up in front of somebody.
  registerSecret(JSON.stringify(credential));
  const headers = headersOf(target, credential);
  const key = `attempt:${randomUUID()}`;
  try {
    return await listTools({
      key,
      url: new URL(target.url),
      era: null,
      fetch: withCredential(new URL(target.url).origin, unchanging(headers)),
    });
  } catch (error) {
    const failure = mcpFailureIn(error);
    if (failure?.kind === "unauthorized" || failure?.kind === "forbidden")
      throw refused(target, credential, failure);
    if (error instanceof Failure) {
      throw new Failure("upstream", `${target.name} could not be tried: ${error.message}`, { cause: error });
    }
    throw error;
  } finally {
    await closeSession(key);
  }
}

/** Puts a credential in place of whatever was there. The address must still be the one it was tried at. `asked`: what a consent asked for. */
export async function storeCredential(
  permit: PersonalPermit,
  target: Target,
  stored: {
    holder: "actor" | "workspace";
    credential: Credential;
    status: "connected" | "unavailable";
    reason: string | null;
    issuer: string | null;
    scopes: string[];
    expiresAt: Date | null;
    asked: string[];
  },
): Promise<{ id: string; signedInAt: Date }> {
  const { workspaceId, actor } = permit;
  return commit(permit, async (tx) => {
    const unmoved = await tx.connection.count({ where: { id: target.id, workspaceId, url: target.url } });
    if (unmoved === 0) throw new Failure("conflict", `${target.name} was changed meanwhile. Sign in again.`);

    const { holder, credential, asked, ...facts } = stored;
    const isOwn = holder === "actor";
    const id = isOwn ? (target.signIn?.id ?? randomUUID()) : workspaceSignInId(target.id);
    const place = { connectionId: target.id, memberId: isOwn ? actor.id : null };
    const data = {
      ...facts,
      boundUrl: target.url,
      credential: sealCredential(credential, { id, boundUrl: target.url }),
      signedInAt: new Date(),
      refreshHolder: null,
      refreshStartedAt: null,
      refreshLost: 0,
      refreshFailures: 0,
      refreshAfter: null,
    };
    const { signedInAt } = await tx.signIn.upsert({
      where: { id },
      create: { ...data, ...place, id, workspaceId },
      update: { ...data, version: { increment: 1 } },
      select: { signedInAt: true },
    });
    const subjectId = target.id;
    await settleNotices(
      tx,
      isOwn ? { kind: "signIn", subjectId, memberId: actor.id } : { kind: "workspaceSignIn", subjectId },
    );
    await settleStepUp(tx, id, { asked, granted: facts.scopes });
    return {
      value: { id, signedInAt },
      event: {
        name: isOwn ? "signIn.made" : "signIn.shared",
        subject: target.id,
        detail: { connection: target.name },
      },
    };
  });
}

/** Remembers that somebody's credential was refused; nothing of the credential itself. */
export async function recordRefusal(permit: PersonalPermit, target: Target, reason: string): Promise<void> {
  await commit(permit, async () => ({
    value: undefined,
    event: { name: "signIn.refused", subject: target.id, detail: { connection: target.name, reason } },
  }));
}

function headersOf(target: Target, credential: Credential): Record<string, string> {
  if (credential.kind === "oauth") return { Authorization: `Bearer ${credential.tokens.accessToken}` };
  return { ...openHeaders(target), ...staticHeaders(target.settings, credential) };
}

function refused(target: Target, { kind }: Credential, cause: Error): Failure {
  const what = { key: "this key", headers: "these values", oauth: "the sign-in its provider just granted" }[
    kind
  ];
  // Which of several values is wrong only the server knows, so the sentence stands at the first.
  const field = { key: "key", headers: "values.0.value", oauth: undefined }[kind];
  return new Failure("invalid", `${target.name} refused ${what}.`, { cause, ...(field && { field }) });
}
