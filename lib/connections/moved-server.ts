import "server-only";
import type { Permit } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import { Prisma } from "@/lib/db/generated/client";
import { Failure } from "@/lib/errors";
import type { AuthorizationServer } from "@/lib/oauth/metadata";
import { isSamePlace } from "@/lib/oauth/same-place";
import { authorizationServer } from "./secrets";

/**
 * A server may begin to name another authorization server than the one an admin
 * agreed to, or another address of it. Whoever took the server over would do the
 * same, so nothing is sent there, not even a registration, until an admin has
 * seen both side by side. Sign-ins that exist go on with the old one.
 */
export class MovedServer extends Failure {
  constructor(
    readonly from: AuthorizationServer,
    readonly to: AuthorizationServer,
  ) {
    const [before, after] = differentNames(from, to);
    super(
      "conflict",
      `The sign-in server of this connection changed from ${before} to ${after}. Nobody can sign in until an admin has confirmed that on the connection's page.`,
    );
    this.name = "MovedServer";
  }
}

/** Remembers where a connection's server now leads, for an admin to look at. The log has it once. */
export async function noteMoved(
  permit: Permit,
  connectionId: string,
  { from, to }: MovedServer,
): Promise<void> {
  await commit(permit, async (tx) => {
    const row = await tx.oAuthClient.findUnique({
      where: { connectionId },
      select: { server: true, movedTo: true, connection: { select: { name: true } } },
    });
    if (!row || (row.movedTo && isSamePlace(authorizationServer(row.movedTo), to)))
      return { value: undefined, event: { unrecorded: "known already" } };
    if (isSamePlace(authorizationServer(row.server), to)) {
      await tx.oAuthClient.update({ where: { connectionId }, data: { movedTo: Prisma.DbNull } });
      return { value: undefined, event: { unrecorded: "it went back" } };
    }
    await tx.oAuthClient.update({ where: { connectionId }, data: { movedTo: to } });
    const [before, after] = differentNames(from, to);
    const detail = { connection: row.connection.name, from: before, to: after };
    return { value: undefined, event: { name: "client.moved", subject: connectionId, detail } };
  });
}

/** What an admin answers for when they confirm it. */
export function markOf(server: AuthorizationServer): string {
  return NAMES.map((name) => server[name] ?? "none").join(" ");
}

/** What the two are called: by their issuers where these differ, else by the addresses that do. */
function differentNames(from: AuthorizationServer, to: AuthorizationServer): [string, string] {
  const differing = NAMES.find((name) => from[name] !== to[name]) ?? "issuer";
  return [from[differing] ?? "none", to[differing] ?? "none"];
}

const NAMES = ["issuer", "tokenEndpoint", "authorizationEndpoint", "revocationEndpoint"] as const;
