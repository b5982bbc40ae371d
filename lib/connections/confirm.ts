import "server-only";
import { type Actor, authorize } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import { read } from "@/lib/db/read";
import { Failure } from "@/lib/errors";
import { absent, dropCredentials, registered } from "./commands";
import { markOf, notingMove } from "./moved-server";
import { prepareAgain } from "./prepare";
import { settings } from "./schema";
import { authorizationServer, writeClient } from "./secrets";

/**
 * Accepts the sign-in server that a connection's server now leads to. `seen` is
 * the mark of the one that was on the screen; if it moved again meanwhile, nothing
 * is accepted. Makes a new client there; everyone signs in again.
 */
export async function confirmServer(actor: Actor, id: string, seen: string): Promise<void> {
  const permit = authorize(actor, "connections.manage");
  const row = await read(permit).connection.findFirst({
    where: { id, workspaceId: permit.workspaceId },
    select: { name: true, url: true, settings: true, client: true },
  });
  if (!row) throw absent();
  const stored = settings.parse(row.settings);
  const before = row.client;
  const movedTo = before?.movedTo && authorizationServer(before.movedTo);
  if (!movedTo || markOf(movedTo) !== seen || stored.authorization !== "oauth") throw changedAgain();
  if (stored.ownApp) throw needsOwnApp();

  const preparing = prepareAgain(permit, id, {
    url: row.url,
    settings: stored,
    ownApp: null,
    agreed: movedTo,
  });
  const { client } = await notingMove(permit, id, preparing);

  await commit(permit, async (tx) => {
    await dropCredentials(
      tx,
      permit,
      id,
      "The sign-in server of this connection changed. Sign in again to go on.",
    );
    // Whoever edited the connection meanwhile made another client, for another address perhaps.
    const { clientId, createdAt } = before;
    const { count } = await tx.oAuthClient.deleteMany({ where: { connectionId: id, clientId, createdAt } });
    if (count === 0) throw changedAgain();
    if (client) await writeClient(tx, id, client);
    const detail = { connection: row.name, issuer: movedTo.issuer };
    return {
      value: undefined,
      event: [{ name: "client.confirmed", subject: id, detail }, ...registered(id, row.name, client)],
    };
  });
}

function changedAgain(): Failure {
  return new Failure("conflict", "The sign-in server changed again, or went back. Reload to see it.");
}

/** An app belongs to the server it was registered with; its secret is no use, and no business, of another. */
function needsOwnApp(): Failure {
  return new Failure(
    "invalid",
    "Register your app with the new sign-in server, and enter its Client ID and Client Secret in the connection’s settings.",
  );
}
