import "server-only";
import type { PersonalPermit } from "@/lib/access/actor";
import { vouch } from "@/lib/company/vouch";
import { remember } from "@/lib/connections/traces";
import { read } from "@/lib/db/read";
import { guardedFetch } from "@/lib/egress/fetch";
import { env } from "@/lib/env";
import { Failure } from "@/lib/errors";
import type { Trace } from "@/lib/oauth/trace";
import { routes } from "@/lib/routes";
import { type StoredTokens, toStoredTokens } from "./credential";
import { scopesToAsk } from "./step-up";
import { findTarget, requireClient, storeCredential, type Target } from "./target";

// Next may load this module more than once in a process; what is under way is shared all the same.
const globals = globalThis as { patchbayFirstUses?: Map<string, Promise<StoredTokens>> };

/** Signs the actor in by the company's word while a call waits; calls at the same time share it. */
export function tokensAtFirstUse(permit: PersonalPermit, connectionId: string): Promise<StoredTokens> {
  globals.patchbayFirstUses ??= new Map();
  const uses = globals.patchbayFirstUses;
  const key = `${connectionId}:${permit.actor.id}`;
  const use = uses.get(key) ?? signIn(permit, connectionId).finally(() => uses.delete(key));
  uses.set(key, use);
  return use;
}

async function signIn(permit: PersonalPermit, connectionId: string): Promise<StoredTokens> {
  const target = await findTarget(permit, connectionId);
  const about = { what: "companySignIn", connectionId, memberId: permit.actor.id } as const;
  const facts = await remember(permit, about, (trace) => obtain(permit, target, trace));
  await storeCredential(permit, target, { ...facts, status: "connected", reason: null });
  return facts.credential.tokens;
}

/** What the company's word gets for the actor, not stored yet. It asks for what the server said is missing, too. */
export async function obtain(permit: PersonalPermit, target: Target, trace: Trace) {
  const { id: connectionId, name } = target;
  const provider = await requireClient(permit, target);
  const own = await read(permit).signIn.findFirst({
    where: { connectionId, memberId: permit.actor.id, workspaceId: permit.workspaceId },
    select: { scopes: true, stepUp: true },
  });
  const asked = scopesToAsk(provider.scopes, own, "grant");
  const memberId = permit.actor.id;
  const outcome = await vouch(permit, { memberId, provider, scopes: asked, fetch: guardedFetch, trace });
  if (outcome.kind === "unavailable") throw new Failure("unavailable", outcome.sentence);
  if (outcome.kind === "refused") throw new Failure("sign-in-required", refusalOf(name, outcome.sentence));
  const { tokens } = outcome;
  const stored = toStoredTokens({ ...tokens, clientId: provider.client.clientId, vouched: true }, Date.now());
  const credential = { kind: "oauth", tokens: stored } as const;
  const { expiresAt } = tokens;
  const scopes = tokens.scopes ?? asked;
  return { holder: "actor", credential, issuer: provider.server.issuer, scopes, expiresAt, asked } as const;
}

function refusalOf(connection: string, sentence: string): string {
  return `${connection} could not be signed in to. ${sentence} ${env.PATCHBAY_URL}${routes.signIns}`;
}
