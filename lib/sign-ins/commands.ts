import "server-only";
import { type Actor, authorize } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import { ownValue } from "@/lib/connections/secrets";
import { checkHeader } from "@/lib/egress/fields";
import { Failure } from "@/lib/errors";
import type { ToolListing } from "@/lib/mcp/tools";
import { settleNotices } from "@/lib/notices/notify";
import { queueRevocations } from "@/lib/workspace/revocation-queue";
import { tryCredential } from "./attempt";
import { type Credential, openCredential, staticHeaders } from "./credential";
import { revokeSoon } from "./revocation";
import { findTarget, otherWay, recordRefusal, storeCredential, type Target } from "./target";
import { holdsFor } from "./whose";

/** Signs in with a key, after trying it. An empty key tries the stored one again. Returns what the server listed. */
export async function signInWithKey(actor: Actor, connectionId: string, key: string): Promise<ToolListing> {
  const permit = authorize(actor, "signIns.own");
  const target = await findTarget(permit, connectionId);
  if (target.settings.authorization !== "apiKey") throw otherWay(target);

  const credential: Credential | null = key ? { kind: "key", key } : storedCredential(target);
  if (!credential) throw new Failure("invalid", "Enter your key.", { field: "key" });
  return attempt(permit, target, credential, () => "key");
}

/** Signs in with header values, after trying them. A value left empty keeps the stored one. Returns what the server listed. */
export async function signInWithHeaders(
  actor: Actor,
  connectionId: string,
  given: { name: string; value: string }[],
): Promise<ToolListing> {
  const permit = authorize(actor, "signIns.own");
  const target = await findTarget(permit, connectionId);
  if (target.settings.authorization !== "headers") throw otherWay(target);

  const stored = storedCredential(target);
  const before = stored?.kind === "headers" ? stored.values : {};
  const typed = new Map(given.map(({ name, value }) => [name, value]));
  const own = target.settings.headers.filter((row) => !row.shared);
  const values = own.map(({ name }, index): [string, string] => {
    const value = typed.get(name) || ownValue(before, name);
    if (value) return [name, value];
    throw new Failure("invalid", `Enter your ${name}.`, { field: `values.${index}.value` });
  });
  const fieldOf = (name: string) => `values.${values.findIndex(([own]) => own === name)}.value`;
  return attempt(permit, target, { kind: "headers", values: Object.fromEntries(values) }, fieldOf);
}

/** Forgets the actor's credential at once; the provider is then asked to revoke it. */
export async function signOut(actor: Actor, connectionId: string): Promise<void> {
  const permit = authorize(actor, "signIns.own");
  const target = await findTarget(permit, connectionId);
  const own = { connectionId, memberId: actor.id, workspaceId: permit.workspaceId };

  await commit(permit, async (tx) => {
    await tx.pendingSignIn.deleteMany({ where: own });
    await queueRevocations(tx, own);
    const { count } = await tx.signIn.deleteMany({ where: own });
    await settleNotices(tx, { kind: "signIn", subjectId: connectionId, memberId: actor.id });
    if (count === 0) return { value: undefined, event: { unrecorded: "there was nothing to sign out of" } };
    return {
      value: undefined,
      event: { name: "signIn.ended", subject: connectionId, detail: { connection: target.name } },
    };
  });
  revokeSoon();
}

async function attempt(
  permit: Parameters<typeof storeCredential>[0],
  target: Target,
  credential: Credential,
  fieldOf: (header: string) => string,
): Promise<ToolListing> {
  for (const [name, value] of Object.entries(staticHeaders(target.settings, credential))) {
    const sentence = checkHeader(name, value);
    if (sentence) throw new Failure("invalid", sentence, { field: fieldOf(name) });
  }
  try {
    const listing = await tryCredential(target, credential);
    const facts = { status: "connected", reason: null, issuer: null, scopes: [], expiresAt: null } as const;
    await storeCredential(permit, target, { ...facts, holder: "actor", scopes: [], asked: [], credential });
    return listing;
  } catch (error) {
    if (error instanceof Failure && error.code === "invalid")
      await recordRefusal(permit, target, error.message);
    throw error;
  }
}

function storedCredential({ signIn, url }: Target): Credential | null {
  return signIn?.credential && holdsFor(url, signIn) ? openCredential(signIn.credential, signIn) : null;
}
