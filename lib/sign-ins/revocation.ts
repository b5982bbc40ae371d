import "server-only";
import type { Permit } from "@/lib/access/actor";
import { openClient } from "@/lib/connections/secrets";
import { read } from "@/lib/db/read";
import { guardedFetch } from "@/lib/egress/fetch";
import { revokeToken } from "@/lib/oauth/tokens";
import { openCredential } from "./credential";

/** What is still to be said to a provider once the rows are gone. Kept in memory only. */
export type Revocation = () => Promise<boolean>;

/** Collected before rows are deleted, because afterwards nobody can open them. Only OAuth credentials can be revoked. */
export async function collectRevocations(
  permit: Permit,
  which: { connectionId?: string; memberId?: string },
): Promise<Revocation[]> {
  const rows = await read(permit).signIn.findMany({
    where: { ...which, workspaceId: permit.workspaceId, issuer: { not: null }, credential: { not: null } },
    include: { connection: { select: { client: true } } },
  });
  return rows.flatMap((row) => {
    const { client } = row.connection;
    if (!client || client.issuer !== row.issuer || !row.credential) return [];
    const credential = openCredential(row.credential, row);
    if (credential.kind !== "oauth") return [];
    const { server, client: identity } = openClient(client);
    const { refreshToken, accessToken } = credential.tokens;
    const base = { server, client: identity, fetch: guardedFetch };
    // The refresh token first: with it gone, many providers end the access token too (RFC 7009 section 2.1).
    return [
      ...(refreshToken ? [() => revokeToken({ ...base, token: refreshToken, hint: "refresh_token" })] : []),
      () => revokeToken({ ...base, token: accessToken, hint: "access_token" }),
    ];
  });
}

/** Best effort: a provider that is down keeps nobody signed in here. */
export async function revokeAll(revocations: Revocation[]): Promise<void> {
  await Promise.allSettled(revocations.map((revoke) => revoke()));
}
