import "server-only";
import { randomUUID } from "node:crypto";
import type { PersonalPermit } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import type { PreparedClient } from "@/lib/connections/client";
import { type Settings, settings } from "@/lib/connections/schema";
import { openClient } from "@/lib/connections/secrets";
import type { SignIn } from "@/lib/db/generated/client";
import { read } from "@/lib/db/read";
import { Failure } from "@/lib/errors";
import { settleNotices } from "@/lib/notices/notify";
import { type Credential, sealCredential } from "./credential";
import { settleStepUp } from "./step-up";
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

/** The page that was pressed shows another way to sign in than there is now. */
export function otherWay({ name }: Target): Failure {
  return new Failure("conflict", `How one signs in to ${name} was changed meanwhile. Reload the page.`);
}

/** Who we are to the target's authorization server. */
export async function requireClient(permit: PersonalPermit, { id, name }: Target): Promise<PreparedClient> {
  const row = await read(permit).oAuthClient.findUnique({ where: { connectionId: id } });
  if (row) return openClient(row);
  throw new Failure("conflict", `${name} has no OAuth client. An admin has to save the connection again.`);
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
