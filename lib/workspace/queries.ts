import "server-only";
import { type Actor, authorize } from "@/lib/access/actor";
import { allows } from "@/lib/access/policy";
import { databaseKind } from "@/lib/db/client";
import { read } from "@/lib/db/read";
import { operatorAllow } from "@/lib/egress/allow";
import { env } from "@/lib/env";
import type { InviteView, PersonView, SettingsView } from "./schema";

/** Everyone in the team, by name. */
export async function listPeople(actor: Actor): Promise<PersonView[]> {
  const permit = authorize(actor, "people.view");
  const rows = await read(permit).member.findMany({
    where: { workspaceId: permit.workspaceId },
    select: {
      id: true,
      role: true,
      createdAt: true,
      user: { select: { name: true, email: true } },
      _count: { select: { signIns: true, tokens: true } },
    },
    orderBy: [{ user: { name: "asc" } }, { id: "asc" }],
  });
  const mayRemove = allows(actor.role, "people.manage");
  return rows.map(({ id, role, createdAt, user, _count }) => ({
    id,
    ...user,
    role,
    joinedAt: createdAt,
    holds: mayRemove ? _count : null,
  }));
}

/** Invites that still wait to be accepted, newest first. */
export async function listInvites(actor: Actor): Promise<InviteView[]> {
  const permit = authorize(actor, "people.manage");
  return read(permit).invite.findMany({
    where: { workspaceId: permit.workspaceId, expiresAt: { gt: new Date() } },
    select: { id: true, email: true, role: true, expiresAt: true },
    orderBy: { createdAt: "desc" },
  });
}

/** The workspace's name and one's own e-mail, for the frame around each page. */
export async function findMyPlace(actor: Actor): Promise<{ workspace: string; email: string }> {
  const permit = authorize(actor, "people.view");
  const member = await read(permit).member.findFirst({
    where: { id: actor.id, workspaceId: permit.workspaceId },
    select: { user: { select: { email: true } }, workspace: { select: { name: true } } },
  });
  return { workspace: member?.workspace.name ?? "", email: member?.user.email ?? "" };
}

/** How this installation runs, as the operator decided. */
export async function findSettings(actor: Actor): Promise<SettingsView> {
  const permit = authorize(actor, "settings.view");
  const workspace = await read(permit).workspace.findUnique({
    where: { id: permit.workspaceId },
    select: { name: true },
  });
  return {
    workspace: workspace?.name ?? "",
    address: env.PATCHBAY_URL,
    database: databaseKind(),
    allowed: operatorAllow(),
    dnsServers: env.PATCHBAY_DNS_SERVERS.split(",")
      .map((server) => server.trim())
      .filter((server) => server !== ""),
  };
}
