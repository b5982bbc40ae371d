import "server-only";
import { authorizationServer } from "@/lib/connections/secrets";
import type { Company as CompanyRow, CompanySignIn } from "@/lib/db/generated/client";
import type { Identity } from "@/lib/oauth/identity";
import type { AuthorizationServer } from "@/lib/oauth/metadata";
import type { OAuthClient } from "@/lib/oauth/registration";
import { seal, unseal } from "@/lib/secrets/seal";

/** The one place where what belongs to the company's identity provider is sealed and opened: this console's secret there, and people's ID tokens. */

/** An identity provider, and who we are to it. */
export type Company = { server: AuthorizationServer; client: OAuthClient };

type Place = { workspaceId: string; issuer: string };

export function sealClientSecret(secret: string, place: Place): string {
  return seal(secret, clientOf(place));
}

export function openCompany(row: CompanyRow): Company {
  const clientSecret = row.clientSecret === null ? null : unseal(row.clientSecret, clientOf(row));
  return {
    server: authorizationServer(row.server),
    client: {
      clientId: row.clientId,
      clientSecret,
      // Safe: written by saveCompany alone.
      authMethod: row.authMethod as OAuthClient["authMethod"],
      expiresAt: null,
    },
  };
}

export type IdentityTokens = Pick<Identity, "idToken" | "refreshToken" | "expiresAt">;

type Whose = Pick<CompanySignIn, "memberId" | "issuer">;

export function sealIdentity({ idToken, refreshToken, expiresAt }: IdentityTokens, whose: Whose): string {
  return seal(JSON.stringify({ idToken, refreshToken, expiresAt }), identityOf(whose));
}

export function openIdentity(sealed: string, whose: Whose): IdentityTokens {
  // Safe: only sealIdentity makes this text, and the seal proves it.
  return JSON.parse(unseal(sealed, identityOf(whose))) as IdentityTokens;
}

function clientOf({ workspaceId, issuer }: Place) {
  return { table: "Company", row: workspaceId, purpose: `client secret for ${issuer}` };
}

function identityOf({ memberId, issuer }: Whose) {
  return { table: "CompanySignIn", row: memberId, purpose: `ID token of ${issuer}` };
}
