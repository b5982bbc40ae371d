import "server-only";
import { type Actor, authorize } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import { Failure } from "@/lib/errors";
import { dropCredentials, findPrepared, registered } from "./commands";
import { markOf } from "./moved-server";
import { prepareAgain } from "./prepare";
import { authorizationServer, writeClient } from "./secrets";

/**
 * Accepts the sign-in server that a connection's server now leads to. `seen` is
 * the mark of the one that was on the screen; if it moved again meanwhile, nothing
 * is accepted. Makes a new client there; everyone signs in again.
 */
export async function confirmServer(actor: Actor, id: string, seen: string): Promise<void> {
  const permit = authorize(actor, "connections.manage");
  const { name, url, settings, client: before } = await findPrepared(permit, id);
  const movedTo = before?.movedTo && authorizationServer(before.movedTo);
  if (!movedTo || markOf(movedTo) !== seen || settings.authorization !== "oauth") throw changedAgain();
  if (settings.ownApp) throw needsOwnApp();
  const { client } = await prepareAgain(permit, id, { url, settings, ownApp: null, agreed: movedTo });

  await commit(permit, async (tx) => {
    await dropCredentials(tx, permit, id, CHANGED);
    // Whoever edited the connection meanwhile made another client, for another address perhaps.
    const { clientId, createdAt } = before;
    const { count } = await tx.oAuthClient.deleteMany({ where: { connectionId: id, clientId, createdAt } });
    if (count === 0) throw changedAgain();
    if (client) await writeClient(tx, id, client);
    const detail = { connection: name, issuer: movedTo.issuer };
    return {
      value: undefined,
      event: [{ name: "client.confirmed", subject: id, detail }, ...registered(id, name, client)],
    };
  });
}

const CHANGED = "The sign-in server of this connection changed. Sign in again to go on.";

function changedAgain(): Failure {
  return new Failure("conflict", "The sign-in server changed again, or went back. Reload to see it.");
}

/** An app belongs to the server it was registered with; its secret is no use, and no business, of another. */
function needsOwnApp(): Failure {
  return new Failure(
    "invalid",
    "Register your app with the new sign-in server, and enter its Client ID and Client Secret in the connection's settings.",
  );
}
