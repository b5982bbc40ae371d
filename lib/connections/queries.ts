import "server-only";
import { type Actor, authorize } from "@/lib/access/actor";
import { read } from "@/lib/db/read";
import type { AuthorizationServer } from "@/lib/oauth/metadata";
import type { TraceStep } from "@/lib/oauth/trace";
import { markOf } from "./moved-server";
import {
  type ClientView,
  type ConnectionImpact,
  type ConnectionView,
  type ServerPlace,
  settings,
  type TracedStep,
  type TraceKind,
  type TraceView,
} from "./schema";
import { authorizationServer } from "./secrets";

export async function listConnections(actor: Actor): Promise<ConnectionView[]> {
  const permit = authorize(actor, "connections.view");
  const rows = await read(permit).connection.findMany({
    where: { workspaceId: permit.workspaceId },
    select: shown,
    orderBy: { name: "asc" },
  });
  return rows.map(toView);
}

export async function findConnection(actor: Actor, id: string): Promise<ConnectionView | null> {
  const permit = authorize(actor, "connections.view");
  const row = await read(permit).connection.findFirst({
    where: { id, workspaceId: permit.workspaceId },
    select: shown,
  });
  return row && toView(row);
}

/** Who is signed in to a connection and which assignments use it: what a removal, or an edit of its address, would cost. */
export async function connectionImpact(actor: Actor, id: string): Promise<ConnectionImpact> {
  const permit = authorize(actor, "connections.manage");
  const { workspaceId } = permit;
  const [signIns, assignments] = await Promise.all([
    read(permit).signIn.findMany({
      where: { connectionId: id, workspaceId, credential: { not: null } },
      select: { member: { select: { user: { select: { name: true } } } } },
    }),
    read(permit).assignment.findMany({
      where: { workspaceId, picks: { some: { tool: { connectionId: id } } } },
      select: { name: true },
      orderBy: { name: "asc" },
    }),
  ]);
  return {
    signedIn: signIns.map(({ member }) => member?.user.name ?? "The workspace").sort(),
    assignments: assignments.map(({ name }) => name),
  };
}

/** How people's sign-ins to a connection went lately, newest first. Of no credential more than whose it is. */
export async function listTraces(actor: Actor, connectionId: string): Promise<TraceView[]> {
  const permit = authorize(actor, "signIns.see");
  const rows = await read(permit).signInTrace.findMany({
    where: { connectionId, workspaceId: permit.workspaceId },
    orderBy: [{ at: "desc" }, { id: "desc" }],
  });
  return rows.map(({ id, what, who, failure, steps, durationMs, times, since, at }) => ({
    id,
    // Safe: this and the steps are written by connections/traces alone.
    what: what as TraceKind,
    who,
    failure,
    steps: (steps as TraceStep[]).map(toTracedStep),
    durationMs,
    times,
    since,
    at,
  }));
}

function toTracedStep({ outcome, sentence, durationMs, host, detail }: TraceStep): TracedStep {
  return { outcome, sentence, durationMs, detail: { host, ...detail } };
}

const shown = {
  id: true,
  name: true,
  url: true,
  settings: true,
  serverName: true,
  serverVersion: true,
  protocolVersion: true,
  listedAt: true,
  listFailure: true,
  listTruncated: true,
  version: true,
  createdAt: true,
  // Of the secret, only whether there is one is ever looked at.
  client: {
    select: {
      issuer: true,
      server: true,
      scopes: true,
      registration: true,
      clientId: true,
      clientSecret: true,
      movedTo: true,
      rejectedAt: true,
      replaced: true,
    },
  },
} as const;

type Row = {
  id: string;
  name: string;
  url: string;
  settings: unknown;
  serverName: string | null;
  serverVersion: string | null;
  protocolVersion: string | null;
  listedAt: Date | null;
  listFailure: string | null;
  listTruncated: boolean;
  version: number;
  createdAt: Date;
  client: ClientRow | null;
};

type ClientRow = Pick<ClientView, "issuer" | "scopes" | "registration" | "clientId"> & {
  server: unknown;
  clientSecret: string | null;
  movedTo: unknown;
  rejectedAt: Date | null;
  replaced: boolean;
};

function toView({
  settings: stored,
  client,
  serverName,
  serverVersion,
  createdAt,
  ...row
}: Row): ConnectionView {
  const parsed = settings.parse(stored);
  return {
    ...row,
    host: new URL(row.url).host,
    authorization: parsed.authorization,
    settings: parsed,
    client: client && toClientView(client),
    server: serverName === null ? null : { name: serverName, version: serverVersion ?? "" },
    addedAt: createdAt,
  };
}

function toClientView({
  server,
  clientSecret,
  movedTo,
  rejectedAt,
  replaced,
  ...row
}: ClientRow): ClientView {
  const present = authorizationServer(server);
  const next = movedTo ? authorizationServer(movedTo) : null;
  return {
    ...row,
    consentHost: new URL(present.authorizationEndpoint).host,
    hasSecret: clientSecret !== null,
    moved: next && { from: placeOf(present), to: placeOf(next), mark: markOf(next) },
    lost: rejectedAt && (replaced ? "again" : "once"),
  };
}

function placeOf(server: AuthorizationServer): ServerPlace {
  const { issuer, authorizationEndpoint, tokenEndpoint, revocationEndpoint } = server;
  return { issuer, authorizationEndpoint, tokenEndpoint, revocationEndpoint };
}
