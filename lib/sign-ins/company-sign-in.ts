import "server-only";
import { type Actor, authorize } from "@/lib/access/actor";
import { freshenClient } from "@/lib/connections/freshen";
import { isVouched } from "@/lib/connections/policy";
import { remember } from "@/lib/connections/traces";
import { Failure } from "@/lib/errors";
import type { ToolListing } from "@/lib/mcp/tools";
import { tryCredential } from "./attempt";
import { obtain } from "./first-use";
import { findTarget, otherWay, recordRefusal, storeCredential } from "./target";

/**
 * Signs the actor in to a connection by the word of the company's identity provider,
 * without a consent (MCP extension SEP-990). They have to be signed in to the company.
 * Returns what the server listed.
 */
export async function signInWithCompany(actor: Actor, connectionId: string): Promise<ToolListing> {
  const permit = authorize(actor, "signIns.own");
  const target = await findTarget(permit, connectionId);
  if (!isVouched(target.settings)) throw otherWay(target);

  const about = { what: "companySignIn", connectionId, memberId: actor.id } as const;
  const signingIn = remember(permit, about, async (trace) => {
    await freshenClient(permit, connectionId, trace);
    const facts = await obtain(permit, target, trace);
    const listing = await tryCredential(target, facts.credential);
    await storeCredential(permit, target, { ...facts, status: "connected", reason: null });
    return listing;
  });
  return signingIn.catch(async (error: unknown) => {
    if (error instanceof Failure) await recordRefusal(permit, target, error.message);
    throw error;
  });
}
