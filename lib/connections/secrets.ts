import "server-only";
import type { Change } from "@/lib/audit/commit";
import type { OAuthClient as ClientRow } from "@/lib/db/generated/client";
import { Failure } from "@/lib/errors";
import type { AuthorizationServer } from "@/lib/oauth/metadata";
import type { OAuthClient } from "@/lib/oauth/registration";
import { seal, unseal } from "@/lib/secrets/seal";
import type { PreparedClient } from "./client";
import { missingSharedValue } from "./fields";
import type { ConnectionInput } from "./schema";

/** The one place where a connection's own secrets are sealed and opened: shared header values and the OAuth client's secret. */

export function sealHeaders(connectionId: string, values: Record<string, string>): string | null {
  return Object.keys(values).length === 0 ? null : seal(JSON.stringify(values), headersOf(connectionId));
}

export function openHeaders(row: { id: string; sharedHeaders: string | null }): Record<string, string> {
  // Safe: only sealHeaders writes this column, and the seal proves it.
  return row.sharedHeaders
    ? (JSON.parse(unseal(row.sharedHeaders, headersOf(row.id))) as Record<string, string>)
    : {};
}

/** The value of each header that everyone shares: the one just given, else the one from before. Throws `invalid` when one has neither. */
export function sharedValuesOf(
  { settings, sharedValues }: ConnectionInput,
  before: Record<string, string>,
): Record<string, string> {
  if (settings.authorization !== "headers") return {};
  return Object.fromEntries(
    settings.headers.flatMap(({ name, shared }, index): [string, string][] => {
      if (!shared) return [];
      const value = ownValue(sharedValues, name) ?? ownValue(before, name);
      if (value) return [[name, value]];
      const field = `headers.${index}.value`;
      throw new Failure("invalid", missingSharedValue(name), { field });
    }),
  );
}

/** A header may be called like something every object has. */
export function ownValue(values: Record<string, string>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

export async function writeClient(tx: Change, connectionId: string, prepared: PreparedClient): Promise<void> {
  const { server, resource, scopes, registration, client } = prepared;
  const what = { issuer: server.issuer, server, resource, scopes, registration };
  await tx.oAuthClient.create({ data: { connectionId, ...what, ...clientColumns(connectionId, client) } });
}

/** Who we are to an authorization server, as it is stored. */
export function clientColumns(connectionId: string, { clientSecret, ...client }: OAuthClient) {
  return {
    ...client,
    clientSecret: clientSecret === null ? null : seal(clientSecret, clientOf(connectionId)),
  };
}

/** A stored client, ready to be used with its authorization server. */
export function openClient(row: ClientRow): PreparedClient {
  const secret = row.clientSecret === null ? null : unseal(row.clientSecret, clientOf(row.connectionId));
  return {
    server: authorizationServer(row.server),
    resource: row.resource,
    scopes: row.scopes,
    registration: row.registration,
    client: {
      clientId: row.clientId,
      clientSecret: secret,
      // Safe: written by writeClient alone.
      authMethod: row.authMethod as OAuthClient["authMethod"],
      expiresAt: row.expiresAt,
    },
  };
}

/** The stored metadata of an authorization server. */
export function authorizationServer(stored: unknown): AuthorizationServer {
  // Safe: the column is written by writeClient alone.
  return stored as AuthorizationServer;
}

function headersOf(connectionId: string) {
  return { table: "Connection", row: connectionId, purpose: "shared headers" };
}

function clientOf(connectionId: string) {
  return { table: "OAuthClient", row: connectionId, purpose: "client secret" };
}
