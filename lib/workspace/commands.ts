import "server-only";
import { type Actor, authorize, type PersonalPermit } from "@/lib/access/actor";
import type { Role } from "@/lib/access/policy";
import { type Change, commit } from "@/lib/audit/commit";
import type { AuditEvent } from "@/lib/audit/events";
import { env } from "@/lib/env";
import { Failure } from "@/lib/errors";
import { sendMail } from "@/lib/notices/mail";
import { invitationMail } from "@/lib/notices/sentences";
import { routes } from "@/lib/routes";
import { hashToken, newToken } from "@/lib/secrets/hash";
import { invitePrefix } from "./invitation";
import { lockPeople, type Person, requireAnotherOwner, requireMayManage } from "./people-lock";
import { queueCompanyRevocations, queueRevocations } from "./revocation-queue";
import type { InviteInput, InviteMailed, RoleInput } from "./schema";

/**
 * Invites an address and returns the link, which is known to nobody else but the
 * one it was mailed to. It is not stored: a mail that fails is not tried again.
 * An earlier invite of the address dies.
 */
export async function inviteMember(
  actor: Actor,
  input: InviteInput,
): Promise<{ link: string; mailed: InviteMailed }> {
  const permit = authorize(actor, "people.manage");
  const { workspaceId } = permit;
  const token = newToken(invitePrefix);
  const offer = {
    role: input.role,
    tokenHash: hashToken(token),
    expiresAt: new Date(Date.now() + inviteAgeMaxMs),
  };

  const { link, workspace } = await commit(permit, async (tx) => {
    await lockPeople(tx, permit);
    const earlier = await tx.invite.findUnique({
      where: { workspaceId_email: { workspaceId, email: input.email } },
      select: { role: true },
    });
    requireMayManage(actor, input.role, earlier?.role ?? input.role);
    if (await tx.user.findUnique({ where: { email: input.email }, select: { id: true } })) {
      throw new Failure("conflict", `${input.email} is already in the team.`, { field: "email" });
    }
    const { id } = await tx.invite.upsert({
      where: { workspaceId_email: { workspaceId, email: input.email } },
      create: { workspaceId, email: input.email, ...offer },
      update: offer,
      select: { id: true },
    });
    const { name } = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
    return {
      value: { link: `${env.PATCHBAY_URL}${routes.invite(token)}`, workspace: name },
      event: { name: "member.invited", subject: id, detail: { email: input.email, role: input.role } },
    };
  });
  const mailed = await sendMail(input.email, invitationMail({ by: actor.name, workspace, link }));
  return { link, mailed: mailed === "refused" ? "failed" : mailed };
}

/** Takes an invite back. Its link stops working. */
export async function revokeInvite(actor: Actor, inviteId: string): Promise<void> {
  const permit = authorize(actor, "people.manage");

  await commit(permit, async (tx) => {
    const invite = await tx.invite.findFirst({ where: { id: inviteId, workspaceId: permit.workspaceId } });
    if (!invite) throw new Failure("not-found", "That invite is no longer there.");
    requireMayManage(actor, invite.role);
    await tx.invite.delete({ where: { id: invite.id } });
    return {
      value: undefined,
      event: { name: "invite.revoked", subject: invite.id, detail: { email: invite.email } },
    };
  });
}

/** Gives a teammate another role. It counts from their next request on. */
export async function changeRole(actor: Actor, input: RoleInput): Promise<void> {
  const permit = authorize(actor, "people.manage");

  await commit(permit, async (tx) => {
    const person = await lockPerson(tx, permit, input.memberId);
    requireMayManage(actor, person.role, input.role);
    if (person.role === "owner" && input.role !== "owner") await requireAnotherOwner(tx, person);
    await tx.member.update({ where: { id: person.id }, data: { role: input.role } });
    return { value: undefined, event: roleChanged(person, input.role) };
  });
}

/**
 * Removes a teammate: their log-in, sessions, sign-ins, tokens and consents under
 * way are gone when this returns, and what is to be revoked at providers is queued.
 */
export async function removeMember(actor: Actor, memberId: string): Promise<void> {
  const permit = authorize(actor, "people.manage");

  await commit(permit, async (tx) => {
    const person = await lockPerson(tx, permit, memberId);
    requireMayManage(actor, person.role);
    return { value: undefined, event: await remove(tx, person) };
  });
}

/** Removes oneself, as removeMember does. */
export async function leaveWorkspace(actor: Actor): Promise<void> {
  const permit = authorize(actor, "people.view");

  await commit(permit, async (tx) => {
    const person = await lockPerson(tx, permit, actor.id);
    return { value: undefined, event: await remove(tx, person) };
  });
}

const inviteAgeMaxMs = 72 * 3_600_000;

async function lockPerson(tx: Change, permit: PersonalPermit, memberId: string): Promise<Person> {
  await lockPeople(tx, permit);
  const member = await tx.member.findFirst({
    where: { id: memberId, workspaceId: permit.workspaceId },
    select: { id: true, userId: true, workspaceId: true, role: true, user: { select: { name: true } } },
  });
  if (!member) throw new Failure("not-found", "That person is no longer in the team.");
  return { ...member, name: member.user.name };
}

async function remove(tx: Change, person: Person): Promise<AuditEvent> {
  if (person.role === "owner") await requireAnotherOwner(tx, person);
  const signIns = await tx.signIn.count({ where: { memberId: person.id } });
  const tokens = await tx.endpointToken.count({ where: { memberId: person.id } });
  await queueRevocations(tx, { memberId: person.id });
  await queueCompanyRevocations(tx, { memberId: person.id });
  // Everything they hold hangs on their user by foreign keys that cascade.
  await tx.user.delete({ where: { id: person.userId } });
  return { name: "member.removed", subject: person.id, detail: { member: person.name, signIns, tokens } };
}

function roleChanged(person: Person, to: Role): AuditEvent {
  return {
    name: "member.roleChanged",
    subject: person.id,
    detail: { member: person.name, from: person.role, to },
  };
}
