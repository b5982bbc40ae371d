"use server";

import { revalidatePath } from "next/cache";
import { formAction } from "@/lib/forms/form-action";
import { routes } from "@/lib/routes";
import { endMember } from "@/lib/sign-ins/ending";
import { changeRole, inviteMember, revokeInvite } from "@/lib/workspace/commands";
import { inviteInput, inviteRefInput, memberInput, roleInput } from "@/lib/workspace/schema";

/** Answers with the invite link, the only time it is shown, and after a space with what became of its mail. */
export const inviteMemberAction = formAction(inviteInput, async (actor, input) => {
  const { link, mailed } = await inviteMember(actor, input);
  revalidatePath(routes.people);
  return { status: "done", message: `${link} ${mailed}` };
});

export const revokeInviteAction = formAction(inviteRefInput, async (actor, { inviteId }) => {
  await revokeInvite(actor, inviteId);
  revalidatePath(routes.people);
});

export const changeRoleAction = formAction(roleInput, async (actor, input) => {
  await changeRole(actor, input);
  revalidatePath(routes.people);
});

export const removeMemberAction = formAction(memberInput, async (actor, { memberId }) => {
  await endMember(actor, memberId);
  revalidatePath(routes.people);
});
