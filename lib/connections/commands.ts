import "server-only";
import { randomUUID } from "node:crypto";
import { type Actor, authorize, type Permit } from "@/lib/access/actor";
import { type Change, commit } from "@/lib/audit/commit";
import type { AuditEvent } from "@/lib/audit/events";
import type { Prisma } from "@/lib/db/generated/client";
import { read } from "@/lib/db/read";
import { Failure } from "@/lib/errors";
import { notifyOfSignIn } from "@/lib/notices/notify";
import { queueRevocations } from "@/lib/workspace/revocation-queue";
import type { PreparedClient } from "./client";
import { prepareAgain, prepareConnection } from "./prepare";
import { type ConnectionInput, settings } from "./schema";
import { authorizationServer, sealHeaders, sharedValuesOf, writeClient } from "./secrets";
import { freeSlug } from "./slug";
import { collect, recordTrace } from "./traces";

/**
 * Adds a connection and returns its id. The server is tried and, for OAuth, the
 * client is made before anything is stored, so a step that fails leaves nothing.
 */
export async function createConnection(actor: Actor, input: ConnectionInput): Promise<string> {
  const permit = authorize(actor, "connections.manage");
  const { workspaceId } = permit;
  const sharedValues = sharedValuesOf(input, {});
  await refuseTakenName(permit, input.name, null);
  const { trace, steps } = collect();
  const { server, client } = await prepareConnection({ ...input, trace });

  const id = randomUUID();
  await commit(permit, async (tx) => {
    const { name, url } = input;
    const { authorization } = input.settings;
    await tx.connection.create({
      data: {
        id,
        workspaceId,
        name,
        slug: await freeSlug(tx, workspaceId, name),
        url,
        authorization,
        settings: input.settings,
        sharedHeaders: sealHeaders(id, sharedValues),
        ...server,
      },
    });
    if (client) await writeClient(tx, id, client);
    const created: AuditEvent = {
      name: "connection.created",
      subject: id,
      detail: { connection: name, url, authorization },
    };
    return { value: undefined, event: [created, ...registered(id, name, client)] };
  });
  if (client) recordTrace(permit, { what: "discovery", connectionId: id, memberId: null }, steps, null);
  return id;
}

/** Takes a connection out of the workspace with its sign-ins, tools and picks. What is to be revoked at its provider is queued. */
export async function removeConnection(actor: Actor, id: string): Promise<void> {
  const permit = authorize(actor, "connections.manage");
  const { workspaceId } = permit;

  await commit(permit, async (tx) => {
    const found = await tx.connection.findFirst({ where: { id, workspaceId }, select: { name: true } });
    if (!found) throw absent();
    const signIns = await tx.signIn.count({ where: { connectionId: id, workspaceId } });
    const assignments = await tx.assignment.count({
      where: { workspaceId, picks: { some: { tool: { connectionId: id } } } },
    });
    await queueRevocations(tx, { connectionId: id, workspaceId });
    await tx.connection.deleteMany({ where: { id, workspaceId } });
    return {
      value: undefined,
      event: {
        name: "connection.removed",
        subject: id,
        detail: { connection: found.name, signIns, assignments },
      },
    };
  });
}

/** Makes a new client at the authorization server. Tokens belong to the client they were given to, so everyone reconnects. */
export async function registerAgain(actor: Actor, id: string): Promise<void> {
  const permit = authorize(actor, "connections.manage");
  const { name, url, settings, client: before } = await findPrepared(permit, id);
  if (settings.authorization !== "oauth" || settings.ownApp) {
    throw new Failure("invalid", "Only an automatic registration can be made again.");
  }
  const agreed = before ? authorizationServer(before.server) : undefined;
  const { client } = await prepareAgain(permit, id, { url, settings, ownApp: null, agreed });

  await commit(permit, async (tx) => {
    await dropCredentials(tx, permit, id, REGISTERED_AGAIN);
    await tx.oAuthClient.deleteMany({ where: { connectionId: id } });
    if (client) await writeClient(tx, id, client);
    return { value: undefined, event: registered(id, name, client) };
  });
}

const REGISTERED_AGAIN = "This console registered again at the provider. Sign in again to go on.";

/** A connection as it was prepared before, with our client at its authorization server. */
export async function findPrepared(permit: Permit, id: string) {
  const row = await read(permit).connection.findFirst({
    where: { id, workspaceId: permit.workspaceId },
    select: { name: true, url: true, settings: true, client: true },
  });
  if (!row) throw absent();
  return { ...row, settings: settings.parse(row.settings) };
}

/** Checked before the network is used, so that a taken name does not leave a registration upstream. The index has the last word. */
export async function refuseTakenName(permit: Permit, name: string, except: string | null): Promise<void> {
  const taken = await read(permit).connection.findFirst({
    where: { workspaceId: permit.workspaceId, name, ...(except && { id: { not: except } }) },
    select: { id: true },
  });
  if (taken) throw new Failure("conflict", "That name is already taken.", { field: "name" });
}

/**
 * Forgets every credential for a connection; its people see why. Called before
 * its OAuth client changes, because tokens can be revoked only by the client they
 * were given to. Returns how many there were.
 */
export async function dropCredentials(
  tx: Change,
  permit: Permit,
  connectionId: string,
  reason: string,
): Promise<number> {
  const { workspaceId } = permit;
  await tx.pendingSignIn.deleteMany({ where: { connectionId, workspaceId } });
  await queueRevocations(tx, { connectionId, workspaceId });
  await tellOwners(tx, { connectionId, workspaceId, credential: { not: null } });
  await tx.stepUp.deleteMany({ where: { signIn: { connectionId, workspaceId } } });
  const { count } = await tx.signIn.updateMany({
    where: { connectionId, workspaceId, credential: { not: null } },
    data: {
      status: "needsReconnect",
      reason,
      credential: null,
      version: { increment: 1 },
    },
  });
  return count;
}

async function tellOwners(tx: Change, where: Prisma.SignInWhereInput): Promise<void> {
  const owners = await tx.signIn.findMany({
    where: { ...where, connection: { authorization: { not: "none" } } },
    select: { workspaceId: true, memberId: true, connectionId: true, connection: { select: { name: true } } },
  });
  for (const { connection, ...signIn } of owners) await notifyOfSignIn(tx, signIn, connection.name);
}

export function registered(id: string, connection: string, prepared: PreparedClient | null): AuditEvent[] {
  if (!prepared) return [];
  const { registration, server } = prepared;
  return [
    { name: "client.registered", subject: id, detail: { connection, registration, issuer: server.issuer } },
  ];
}

export function absent(): Failure {
  return new Failure("not-found", "That connection is no longer here.");
}
