import "server-only";
import type { PersonalPermit } from "@/lib/access/actor";
import { type Change, commit } from "@/lib/audit/commit";
import type { SignIn, StepUp } from "@/lib/db/generated/client";
import type { MissingPermission } from "./schema";

/**
 * A server may want more than a sign-in allows (MCP authorization, scope
 * challenges). What it named is remembered and offered to the person; nothing is
 * asked for unless they press the button, and a no, or a server that is never
 * satisfied, is remembered too. The sign-in keeps working for what it can do.
 */
const TRIES_MAX = 3;

/** Remembers what a server has just named. Says how that stands; null when the sign-in was replaced meanwhile. */
export async function noteLack(
  permit: PersonalPermit,
  signIn: Pick<SignIn, "id" | "signedInAt">,
  connection: string,
  scopes: string[],
): Promise<MissingPermission | null> {
  return commit(permit, async (tx) => {
    const row = await tx.signIn.findFirst({
      where: { id: signIn.id, signedInAt: signIn.signedInAt },
      include: { stepUp: true },
    });
    if (!row) return { value: null, event: { unrecorded: "said of a sign-in that was replaced" } };
    const before = row.stepUp;
    const next = afterChallenge(before, row.scopes, scopes);
    await tx.stepUp.upsert({
      where: { signInId: row.id },
      create: { ...next, signInId: row.id },
      update: next,
    });
    const isNews = next.standing === "wanted" && before?.standing !== "wanted";
    const detail = { connection, member: permit.actor.name, scopes: next.missing };
    return {
      value: toMissing(next),
      event: isNews
        ? { name: "signIn.lacksPermission", subject: row.connectionId, detail }
        : { unrecorded: "the server says it again" },
    };
  });
}

/**
 * A challenge may name what was granted long ago beside what is missing (MCP
 * authorization, scope challenges). One for what the last consent already asked
 * for counts that consent as a try.
 */
function afterChallenge(before: StepUp | null, granted: string[], scopes: string[]): Standing {
  const named = union(before?.named ?? [], scopes);
  const lacking = scopes.filter((scope) => !granted.includes(scope));
  const missing = lacking.length > 0 ? lacking : scopes;
  if (before && isSameSet(before.missing, missing)) {
    const standing = before.standing === "denied" ? "denied" : "wanted";
    return { missing, named, standing, tries: before.tries };
  }
  return { missing, named, standing: "wanted", tries: lacking.length > 0 ? 0 : 1 };
}

type Standing = Omit<StepUp, "signInId">;

/** After a consent: whether what was missing was among what was asked for, and was granted. */
export async function settleStepUp(
  tx: Change,
  signInId: string,
  { asked, granted }: { asked: string[]; granted: string[] },
): Promise<void> {
  const row = await tx.stepUp.findUnique({ where: { signInId } });
  if (!row || !covers(asked, row.missing)) return;
  const standing = covers(granted, row.missing) ? "granted" : "denied";
  await tx.stepUp.update({ where: { signInId }, data: { standing, tries: { increment: 1 } } });
}

/** The person said no at the provider. They may still ask by hand. */
export async function denyStepUp(
  permit: PersonalPermit,
  connectionId: string,
  asked: string[],
): Promise<void> {
  await commit(permit, async (tx) => {
    const { workspaceId, actor } = permit;
    const row = await tx.stepUp.findFirst({
      where: { signIn: { connectionId, workspaceId, memberId: actor.id } },
    });
    if (row && covers(asked, row.missing)) {
      await tx.stepUp.update({ where: { signInId: row.signInId }, data: { standing: "denied" } });
    }
    return { value: undefined, event: { unrecorded: "the refused sign-in is recorded" } };
  });
}

/**
 * What a consent asks for: what the connection always asks for, what the server
 * named and was granted before, and with `grant` what it named last.
 */
export function scopesToAsk(
  always: string[],
  signIn: { scopes: string[]; stepUp: StepUp | null } | null,
  purpose: "sign in" | "grant",
): string[] {
  const { named = [], missing = [] } = signIn?.stepUp ?? {};
  const kept = named.filter((scope) => signIn?.scopes.includes(scope));
  return union(union(always, kept), purpose === "grant" ? missing : []);
}

/** What the console shows of it: null once it was granted, until the server says otherwise. */
export function toMissing(row: Standing | null): MissingPermission | null {
  if (!row || row.standing === "granted") return null;
  const isExhausted = row.standing === "wanted" && row.tries >= TRIES_MAX;
  return { scopes: row.missing, standing: isExhausted ? "refused" : row.standing };
}

function union(one: string[], other: string[]): string[] {
  return [...new Set([...one, ...other])];
}

function covers(granted: string[], scopes: string[]): boolean {
  return scopes.every((scope) => granted.includes(scope));
}

function isSameSet(one: string[], other: string[]): boolean {
  return covers(one, other) && covers(other, one);
}
