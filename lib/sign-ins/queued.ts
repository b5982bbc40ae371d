import "server-only";
import { openCompany, openIdentity } from "@/lib/company/secrets";
import { openClient } from "@/lib/connections/secrets";
import type { Company, OAuthClient, Revocation } from "@/lib/db/generated/client";
import type { AuthorizationServer } from "@/lib/oauth/metadata";
import type { OAuthClient as Client } from "@/lib/oauth/registration";
import { openCredential, type StoredTokens } from "./credential";

/** Tokens that wait to be revoked, where, and who we are there. Of the company's, no access token was ever kept. */
type Queued = {
  server: AuthorizationServer;
  client: Client;
  /** Null: what was queued is nothing that can be revoked. */
  tokens: (Pick<StoredTokens, "clientId" | "refreshToken"> & { accessToken: string | null }) | null;
};

/** Opens what the queue copied. */
export function openQueued(row: Revocation): Queued {
  return row.connectionId === null ? openCompanys(row) : openSignIns(row);
}

function openSignIns({ signInId: id, boundUrl, credential, client: copied }: Revocation): Queued {
  const opened = openCredential(credential, { id, boundUrl });
  // Safe: the queue copied a whole row; of its dates nothing is read here.
  const { server, client } = openClient(copied as unknown as OAuthClient);
  return { server, client, tokens: opened.kind === "oauth" ? opened.tokens : null };
}

function openCompanys({
  signInId: memberId,
  boundUrl: issuer,
  credential,
  client: copied,
}: Revocation): Queued {
  const { refreshToken } = openIdentity(credential, { memberId, issuer });
  // Safe: as above.
  const { server, client } = openCompany(copied as unknown as Company);
  return { server, client, tokens: { refreshToken, accessToken: null, clientId: client.clientId } };
}
