import "server-only";
import { type Actor, authorize, type Permit } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import { read } from "@/lib/db/read";
import { Failure } from "@/lib/errors";
import { isSamePlace } from "@/lib/oauth/same-place";
import type { PreparedClient } from "./client";
import { absent, dropCredentials, refuseTakenName, registered } from "./commands";
import { MovedServer } from "./moved-server";
import { credentialPlace, type Moved, whatMoves } from "./policy";
import { prepareAgain } from "./prepare";
import { type ConnectionInput, type Settings, settings } from "./schema";
import { openClient, openHeaders, sealHeaders, sharedValuesOf, writeClient } from "./secrets";

/**
 * Changes a connection. Where that moves the address, the way one signs in or the
 * OAuth client, every credential for it is dropped: none goes where it was not
 * entered for. `version` is the one the admin saw; blank secrets keep the stored ones.
 * `mayEnd` is how many sign-ins the admin agreed to end: with more of them at stake
 * it throws `conflict` at the field of that name, and nothing is changed.
 */
export async function updateConnection(
  actor: Actor,
  id: string,
  version: number,
  given: ConnectionInput,
  mayEnd = 0,
): Promise<{ reconnects: number }> {
  const permit = authorize(actor, "connections.manage");
  const stored = await findStored(permit, id);
  if (stored.version !== version) throw changedMeanwhile();
  await refuseTakenName(permit, given.name, id);

  const input = withKeptSecrets(stored, given);
  const moved = movedBy(stored, input);
  if (moved !== null) refuseUnagreed(await countSignedIn(permit, id), mayEnd);
  const prepared = needsNewClient(stored, input, moved)
    ? await prepareAgreed(permit, stored, input, isEntered(given, moved))
    : { server: {}, client: null };
  const ending = moved ?? (isOtherServer(stored.client, prepared.client) ? "issuer" : null);

  return commit(permit, async (tx) => {
    const { count } = await tx.connection.updateMany({
      where: { id, workspaceId: permit.workspaceId, version },
      data: {
        name: input.name,
        url: input.url,
        authorization: input.settings.authorization,
        settings: input.settings,
        sharedHeaders: sealHeaders(id, input.sharedValues),
        version: { increment: 1 },
        ...(stored.url !== input.url && UNKNOWN_SERVER),
        ...prepared.server,
      },
    });
    if (count === 0) throw changedMeanwhile();

    const reconnects = ending === null ? 0 : await dropCredentials(tx, permit, id, REASONS[ending]);
    refuseUnagreed(reconnects, mayEnd);
    if (prepared.client || input.settings.authorization !== "oauth") {
      await tx.oAuthClient.deleteMany({ where: { connectionId: id } });
    }
    if (prepared.client) await writeClient(tx, id, prepared.client);
    const detail = { connection: input.name, changed: whatChanged(stored, input), reconnects };
    return {
      value: { reconnects },
      event: [
        { name: "connection.edited", subject: id, detail },
        ...registered(id, input.name, prepared.client),
      ],
    };
  });
}

/** What whoever was signed in is told. */
const REASONS: Record<Moved, string> = {
  address: "The address of this connection changed. Sign in again to go on.",
  method: "The way to sign in changed. Sign in again to go on.",
  headers: "This connection asks for another header. Sign in again to go on.",
  issuer: "The sign-in server of this connection changed. Sign in again to go on.",
  client: "The OAuth app of this connection changed. Sign in again to go on.",
};

/** Checked before the network is used as well, so that an edit without a yes registers nothing upstream. */
function refuseUnagreed(ending: number, mayEnd: number): void {
  if (ending <= mayEnd) return;
  const whose = ending === 1 ? "one person's sign-in" : `${ending} people's sign-ins`;
  const sentence = `Nothing was saved: it would end ${whose}. Save again to see whose, and to agree.`;
  throw new Failure("conflict", sentence, { field: "mayEnd" });
}

function changedMeanwhile(): Failure {
  return new Failure("conflict", "Someone else changed this connection meanwhile. Reload to see it.");
}

function countSignedIn(permit: Permit, connectionId: string): Promise<number> {
  const { workspaceId } = permit;
  return read(permit).signIn.count({ where: { connectionId, workspaceId, credential: { not: null } } });
}

function isOtherServer(before: PreparedClient | null, after: PreparedClient | null): boolean {
  return before !== null && after !== null && !isSamePlace(before.server, after.server);
}

/** Whether this very edit says anew who signs people in, or brings the secret for it. */
function isEntered(given: ConnectionInput, moved: Moved | null): boolean {
  return moved !== null || (given.ownApp?.clientSecret ?? null) !== null;
}

/** Where nothing about the sign-in server was entered, one that took the other's place is not adopted along the way. */
function prepareAgreed(permit: Permit, stored: Stored, input: ConnectionInput, isNew: boolean) {
  if (isNew) return prepareAgain(permit, stored.id, input);
  const preparing = prepareAgain(permit, stored.id, {
    ...input,
    agreed: stored.client?.server,
    kept: keptRegistration(stored, input),
  });
  return preparing.catch((error: unknown) => {
    if (error instanceof MovedServer && input.ownApp) throw newServer(error);
    throw error;
  });
}

/** Tokens belong to the client they were given to, so a change of scopes is no reason to make another. */
function keptRegistration({ client, settings: before }: Stored, input: ConnectionInput) {
  const isSame =
    before.authorization === "oauth" &&
    input.settings.authorization === "oauth" &&
    before.tokenAuth === input.settings.tokenAuth;
  return isSame && client?.registration === "dynamic" ? client.client : undefined;
}

/** A secret goes only where it was entered for; an admin has to enter it anew for a server that took the other's place. */
function newServer({ from, to }: MovedServer): Failure {
  const [before, after] = [from, to].map(({ tokenEndpoint }) => new URL(tokenEndpoint).host);
  return new Failure(
    "invalid",
    `The sign-in server changed from ${before} to ${after}. If you trust that, enter the Client Secret for it again.`,
    { field: "clientSecret" },
  );
}

/** What was learned of one address is not true of another. */
const UNKNOWN_SERVER = { era: null, protocolVersion: null, serverName: null, serverVersion: null };

type Stored = {
  id: string;
  version: number;
  name: string;
  url: string;
  settings: Settings;
  sharedHeaders: string | null;
  client: PreparedClient | null;
};

async function findStored(permit: Permit, id: string): Promise<Stored> {
  const row = await read(permit).connection.findFirst({
    where: { id, workspaceId: permit.workspaceId },
    include: { client: true },
  });
  if (!row) throw absent();
  return { ...row, settings: settings.parse(row.settings), client: row.client && openClient(row.client) };
}

function withKeptSecrets(stored: Stored, given: ConnectionInput): ConnectionInput {
  const before = isSameOrigin(stored.url, given.url) ? openHeaders(stored) : {};
  return { ...given, sharedValues: sharedValuesOf(given, before), ownApp: keptApp(stored, given) };
}

function keptApp({ client, url }: Stored, given: ConnectionInput): ConnectionInput["ownApp"] {
  if (!given.ownApp || given.ownApp.clientSecret !== null) return given.ownApp;
  const isSame = client?.client.clientId === given.ownApp.clientId && isSameOrigin(url, given.url);
  return isSame ? { ...given.ownApp, clientSecret: client.client.clientSecret } : given.ownApp;
}

function movedBy(stored: Stored, { url, settings: next, ownApp }: ConnectionInput): Moved | null {
  return whatMoves(
    credentialPlace(stored.url, stored.settings, stored.client?.client.clientId),
    credentialPlace(url, next, ownApp?.clientId),
  );
}

/** A new client is made when credentials end, and when what a consent asks for, or the secret, is different. */
function needsNewClient(stored: Stored, input: ConnectionInput, moved: Moved | null): boolean {
  if (moved !== null) return true;
  if (input.settings.authorization !== "oauth") return false;
  const isSame = JSON.stringify(stored.settings) === JSON.stringify(input.settings);
  return (
    !isSame || (input.ownApp !== null && input.ownApp.clientSecret !== stored.client?.client.clientSecret)
  );
}

function whatChanged(stored: Stored, input: ConnectionInput): string[] {
  return [
    stored.name !== input.name && "name",
    stored.url !== input.url && "address",
    JSON.stringify(stored.settings) !== JSON.stringify(input.settings) && "sign-in settings",
  ].filter((word) => word !== false);
}

function isSameOrigin(one: string, other: string): boolean {
  return new URL(one).origin === new URL(other).origin;
}
