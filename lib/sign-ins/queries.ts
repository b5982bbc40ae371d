import "server-only";
import { type Actor, authorize, type PersonalPermit } from "@/lib/access/actor";
import { isShared, isVouched, methodOf } from "@/lib/connections/policy";
import { type Settings, settings } from "@/lib/connections/schema";
import type { SignIn, StepUp } from "@/lib/db/generated/client";
import { read } from "@/lib/db/read";
import type { CalledAs, SignInState, SignInView, TeammateSignIn } from "./schema";
import { missingSentence } from "./sentences";
import { toMissing } from "./step-up";
import { holdsFor, reachableBy, signInFor } from "./whose";

/** One line for each connection of the workspace, whether the actor is signed in to it or not. */
export async function listOwnSignIns(actor: Actor): Promise<SignInView[]> {
  const permit = authorize(actor, "signIns.own");
  const rows = await read(permit).connection.findMany({
    where: { workspaceId: permit.workspaceId },
    ...own(permit),
    orderBy: { name: "asc" },
  });
  const isKnown = await isKnownToCompany(permit, rows);
  return rows.map((row) => toView(row, permit, isKnown));
}

export async function ownSignIn(actor: Actor, connectionId: string): Promise<SignInView | null> {
  const permit = authorize(actor, "signIns.own");
  const row = await read(permit).connection.findFirst({
    where: { id: connectionId, workspaceId: permit.workspaceId },
    ...own(permit),
  });
  return row && toView(row, permit, await isKnownToCompany(permit, [row]));
}

/** Who is signed in to a connection: everyone in the workspace, with their state and nothing of the credential. */
export async function listTeammateSignIns(actor: Actor, connectionId: string): Promise<TeammateSignIn[]> {
  const permit = authorize(actor, "signIns.see");
  const { workspaceId } = permit;
  const members = await read(permit).member.findMany({
    where: { workspaceId },
    select: {
      id: true,
      user: { select: { name: true, email: true } },
      signIns: { where: { connectionId }, select: facts },
    },
    orderBy: { user: { name: "asc" } },
  });
  return members.map(({ id, user, signIns: [signIn] }) => ({
    memberId: id,
    ...user,
    state: signIn?.status ?? "notSignedIn",
    reason: signIn?.reason ?? null,
    since: signIn?.signedInAt ?? null,
    lastUsedAt: signIn?.lastUsedAt ?? null,
  }));
}

/** For each connection that anybody is signed in to: how many of the workspace's people are. */
export async function countTeammates(
  actor: Actor,
): Promise<{ members: number; connected: Map<string, number> }> {
  const permit = authorize(actor, "signIns.see");
  const { workspaceId } = permit;
  const [members, groups] = await Promise.all([
    read(permit).member.count({ where: { workspaceId } }),
    read(permit).signIn.groupBy({
      by: ["connectionId"],
      where: { workspaceId, status: "connected", memberId: { not: null } },
      _count: { _all: true },
    }),
  ]);
  return { members, connected: new Map(groups.map((group) => [group.connectionId, group._count._all])) };
}

const facts = { status: true, reason: true, signedInAt: true, lastUsedAt: true, scopes: true } as const;

function own(permit: PersonalPermit) {
  const mine = { memberId: permit.actor.id };
  return {
    select: {
      id: true,
      name: true,
      url: true,
      settings: true,
      signIns: {
        where: reachableBy(permit.actor.id),
        // Of the credential, only whether there is one is ever looked at.
        select: { ...facts, memberId: true, stepUp: true, credential: true, boundUrl: true },
      },
      pending: { where: { ...mine, expiresAt: { gt: new Date() } }, select: { id: true }, take: 1 },
    },
  } as const;
}

/** Whether the company can vouch for the actor: they are signed in to it. Asked only where it matters. */
async function isKnownToCompany(permit: PersonalPermit, rows: Pick<Row, "settings">[]): Promise<boolean> {
  if (!rows.some((row) => isVouched(settings.parse(row.settings)))) return false;
  const { actor, workspaceId } = permit;
  const where = { memberId: actor.id, workspaceId, tokens: { not: null } };
  return (await read(permit).companySignIn.count({ where })) > 0;
}

type Row = {
  id: string;
  name: string;
  url: string;
  settings: unknown;
  signIns: (Pick<SignIn, keyof typeof facts | "memberId" | "credential" | "boundUrl"> & {
    stepUp: StepUp | null;
  })[];
  pending: { id: string }[];
};

function toView(row: Row, { actor }: PersonalPermit, isKnown: boolean): SignInView {
  const parsed = settings.parse(row.settings);
  const signIn = signInFor(row.signIns, parsed, actor.id);
  const missing = toMissing(signIn?.stepUp ?? null);
  return {
    connectionId: row.id,
    connectionName: row.name,
    host: new URL(row.url).host,
    method: methodOf(parsed),
    needsCredential: needsCredential(parsed),
    shared: isShared(parsed),
    state: stateOf(parsed, signIn, row.pending.length > 0),
    vouched: isKnown && isVouched(parsed),
    reason: signIn?.reason ?? (missing && missingSentence(row.name, missing)),
    since: signIn?.signedInAt ?? null,
    lastUsedAt: signIn?.lastUsedAt ?? null,
    scopes: signIn?.scopes ?? [],
    missing,
    isStored: holdsFor(row.url, signIn),
  };
}

function stateOf(parsed: Settings, signIn: Row["signIns"][number] | null, isPending: boolean): SignInState {
  if (!needsCredential(parsed)) return "connected";
  if (signIn) return signIn.status;
  return isPending ? "connecting" : "notSignedIn";
}

/** Whether a teammate has anything to enter: not for an open server, nor where the admin gave every header. */
export function needsCredential(parsed: Settings): boolean {
  if (parsed.authorization === "none") return false;
  return parsed.authorization !== "headers" || parsed.headers.some((header) => !header.shared);
}

export function calledAs(parsed: Settings): CalledAs {
  if (parsed.authorization === "none") return "nobody";
  return isShared(parsed) || !needsCredential(parsed) ? "workspace" : "person";
}
