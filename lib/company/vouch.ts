import "server-only";
import type { Permit } from "@/lib/access/actor";
import type { PreparedClient } from "@/lib/connections/client";
import { read } from "@/lib/db/read";
import type { GuardedFetch } from "@/lib/egress/fetch";
import { requestVouchedTokens } from "@/lib/oauth/company";
import type { Refresh } from "@/lib/oauth/tokens";
import type { Trace } from "@/lib/oauth/trace";
import { freshIdToken } from "./identity";
import { openCompany } from "./secrets";

/** Has the company vouch for one person to one connection's authorization server, and gets tokens for its word. */
export async function vouch(
  permit: Permit,
  input: {
    memberId: string;
    provider: PreparedClient;
    scopes: string[];
    fetch: GuardedFetch;
    trace: Trace;
  },
): Promise<Refresh> {
  const { workspaceId } = permit;
  const { memberId, provider, ...request } = input;
  const row = await read(permit).company.findUnique({ where: { workspaceId } });
  if (!row) return { kind: "refused", reason: "invalid-grant", sentence: NOT_SET_UP };
  const company = openCompany(row);
  const identity = await freshIdToken(permit, { memberId, company, fetch: input.fetch });
  if (identity.kind === "over")
    return { kind: "refused", reason: "invalid-grant", sentence: identity.sentence };
  if (identity.kind === "unavailable") return identity;
  const { idToken } = identity;
  return requestVouchedTokens({ ...request, company, provider, idToken, resource: provider.resource });
}

const NOT_SET_UP = "Company sign-in is not set up here any more. An admin can set it up in Settings.";
