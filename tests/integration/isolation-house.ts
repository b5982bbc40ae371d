import { randomUUID } from "node:crypto";
import { inspect } from "node:util";
import type { Actor } from "@/lib/access/actor";
import type { Role } from "@/lib/access/policy";
import { createConnection } from "@/lib/connections/commands";
import { markOf } from "@/lib/connections/moved-server";
import type { Settings } from "@/lib/connections/schema";
import { authorizationServer } from "@/lib/connections/secrets";
import { db } from "@/lib/db/client";
import { createToken } from "@/lib/endpoint/commands";
import type { MemberActor } from "@/lib/session/current";
import { signInWithKey } from "@/lib/sign-ins/commands";
import { startSignIn } from "@/lib/sign-ins/consent";
import { consent } from "../fakes/consent";
import { warehouseKey } from "../fakes/sample-credentials";
import { buildMember } from "../support/builders";
import { connectionInput, apiKey as key, oauth } from "../support/connection-input";

/** A workspace in which there is one of everything, and every name in it can be recognised. */
export type House = {
  workspaceId: string;
  people: Record<Role, MemberActor>;
  /** Open, with one tool; and one that wants a key. */
  open: string;
  keyed: string;
  toolId: string;
  assignmentId: string;
  /** Strings that nobody outside may ever be told. */
  marks: string[];
};

export async function buildHouse(urls: { open: string; keyed: string }): Promise<House> {
  const mark = `mark-${randomUUID().slice(0, 8)}`;
  const { id: workspaceId } = await db().workspace.create({ data: { name: mark } });
  const people = {
    owner: await buildMember(workspaceId, "owner"),
    admin: await buildMember(workspaceId, "admin"),
    author: await buildMember(workspaceId, "author"),
    member: await buildMember(workspaceId, "member"),
  };
  const open = await addRow(workspaceId, `${mark} open`, urls.open, { authorization: "none" });
  const keyed = await addRow(workspaceId, `${mark} keyed`, urls.keyed, key);
  const toolId = await addTool(workspaceId, open, mark);
  const assignmentId = await addAssignment(workspaceId, people.author.id, toolId, mark);
  const names = Object.values(people).flatMap(({ id, name, sessionId }) => [id, name, sessionId]);
  const marks = [mark, workspaceId, open, keyed, toolId, assignmentId, ...names];
  return { workspaceId, people, open, keyed, toolId, assignmentId, marks };
}

async function addRow(workspaceId: string, name: string, url: string, settings: Settings): Promise<string> {
  const slug = name.replaceAll(/\W/g, "_");
  const { authorization } = settings;
  const data = { workspaceId, name, slug, url, authorization, settings, listedAt: new Date() };
  return (await db().connection.create({ data })).id;
}

/** A tool of the open server, reviewed as it is. */
async function addTool(workspaceId: string, connectionId: string, description: string): Promise<string> {
  const definition = { name: "list_countries", description, inputSchema: { type: "object", properties: {} } };
  const data = {
    workspaceId,
    connectionId,
    name: definition.name,
    position: 0,
    reviewed: definition,
    reviewedFingerprint: FINGERPRINT,
    latest: definition,
    latestFingerprint: FINGERPRINT,
  };
  return (await db().tool.create({ data })).id;
}

const FINGERPRINT = "as reviewed";

async function addAssignment(
  workspaceId: string,
  authorId: string,
  toolId: string,
  mark: string,
): Promise<string> {
  const pick = { workspaceId, toolId, mode: "allow", fingerprint: FINGERPRINT } as const;
  const data = { workspaceId, authorId, name: `${mark} work`, instructions: mark, picks: { create: [pick] } };
  return (await db().assignment.create({ data })).id;
}

/** A model that was chosen, with a name of the house's own. */
export async function addModel({ workspaceId, marks: [mark = ""] }: House): Promise<void> {
  await db().modelSettings.create({ data: { workspaceId, provider: "anthropic", model: mark } });
}

/** A connection that an OAuth provider protects, with a client registered there. */
export function addOAuth(house: House, url: string): Promise<string> {
  return createConnection(house.people.owner, connectionInput(`${house.marks[0]} oauth`, url, oauth));
}

/** What the provider sends back when this person, and nobody else, has consented. */
export async function consented(person: Actor, connectionId: string): Promise<URLSearchParams> {
  const asked = await startSignIn(person, connectionId, "/sign-ins");
  return (await consent(asked, { as: "ada" })).searchParams;
}

export async function signedIn(person: Actor, connectionId: string): Promise<void> {
  await signInWithKey(person, connectionId, warehouseKey("ada"));
}

export async function tokenId(person: Actor, assignmentId: string): Promise<string> {
  await createToken(person, { assignmentId, name: "Laptop", expiry: "7" });
  const token = await db().endpointToken.findFirstOrThrow({ where: { memberId: person.id } });
  return token.id;
}

/** Everything the database knows of a workspace, as one text to compare. */
export async function snapshotOf({ workspaceId }: House): Promise<string> {
  const where = { workspaceId };
  const orderBy = { id: "asc" } as const;
  const user = { member: where };
  return shown([
    await db().workspace.findMany({ where: { id: workspaceId } }),
    await db().member.findMany({ where, orderBy, include: { user: true } }),
    await db().session.findMany({ where: { user }, orderBy }),
    await db().invite.findMany({ where, orderBy }),
    await db().connection.findMany({ where, orderBy, include: { client: true } }),
    await db().signIn.findMany({ where, orderBy }),
    await db().company.findMany({ where }),
    await db().companySignIn.findMany({ where, orderBy: { memberId: "asc" } }),
    await db().pendingSignIn.findMany({ where, orderBy }),
    await db().tool.findMany({ where, orderBy }),
    await db().assignment.findMany({ where, orderBy, include: { picks: true } }),
    await db().endpointToken.findMany({ where, orderBy }),
    await db().run.findMany({ where, orderBy, include: { events: { orderBy: { position: "asc" } } } }),
    await db().approval.findMany({ where, orderBy }),
    await db().schedule.findMany({ where, orderBy }),
    await db().modelSettings.findMany({ where }),
    await db().notice.findMany({ where, orderBy }),
    await db().auditEvent.findMany({ where, orderBy }),
  ]);
}

/** A value to its last corner, Maps and Errors and their causes included. */
export function shown(value: unknown): string {
  return inspect(value, {
    depth: 12,
    maxArrayLength: null,
    maxStringLength: null,
    breakLength: Number.POSITIVE_INFINITY,
  });
}

/** One whose sign-in server has moved since an admin agreed to it. */
export async function addMoved(house: House, url: string): Promise<{ id: string; mark: string }> {
  const id = await addOAuth(house, url);
  const { server } = await db().oAuthClient.findUniqueOrThrow({ where: { connectionId: id } });
  const now = authorizationServer(server);
  const before = { ...now, tokenEndpoint: "https://before.example.com/token" };
  const data = { server: before, movedTo: now };
  await db().oAuthClient.update({ where: { connectionId: id }, data });
  return { id, mark: markOf(now) };
}
