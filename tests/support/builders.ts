import { randomUUID } from "node:crypto";
import type { Actor } from "@/lib/access/actor";
import type { Role } from "@/lib/access/policy";
import { db } from "@/lib/db/client";
import type { MemberActor } from "@/lib/session/current";
import { hashPassword } from "@/lib/session/hashing";

export type TestWorkspace = { workspaceId: string; owner: Actor; admin: Actor; author: Actor; member: Actor };

/** A workspace with one person of each role, each logged in. */
export async function buildWorkspace(name = "Acme"): Promise<TestWorkspace> {
  const { id: workspaceId } = await db().workspace.create({ data: { name } });
  return {
    workspaceId,
    owner: await buildMember(workspaceId, "owner"),
    admin: await buildMember(workspaceId, "admin"),
    author: await buildMember(workspaceId, "author"),
    member: await buildMember(workspaceId, "member"),
  };
}

/** Another person in a workspace, logged in.. */
export async function buildMember(workspaceId: string, role: Role): Promise<MemberActor> {
  const tag = randomUUID().slice(0, 8);
  const user = await db().user.create({
    data: { name: `${role[0]?.toUpperCase()}${role.slice(1)} ${tag}`, email: `${role}.${tag}@example.com` },
  });
  const member = await db().member.create({ data: { workspaceId, userId: user.id, role } });
  const session = await db().session.create({
    data: { userId: user.id, token: randomUUID(), expiresAt: new Date(Date.now() + 86_400_000) },
  });
  return { kind: "member", id: member.id, name: user.name, role, workspaceId, sessionId: session.id };
}

/** A person who can log in with this password. */
export async function buildPerson(
  workspaceId: string,
  role: Role,
  login: { email: string; password: string },
): Promise<{ memberId: string; userId: string }> {
  const user = await db().user.create({ data: { name: login.email, email: login.email } });
  const password = await hashPassword(login.password);
  await db().account.create({
    data: { userId: user.id, accountId: user.id, providerId: "credential", password },
  });
  const member = await db().member.create({ data: { workspaceId, userId: user.id, role } });
  return { memberId: member.id, userId: user.id };
}
