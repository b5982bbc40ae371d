"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { createAssignment, removeAssignment, renameAssignment, saveSetup } from "@/lib/assignments/commands";
import { assignmentRef, newAssignmentForm, renameForm, setupForm } from "@/lib/assignments/schema";
import { createToken, revokeToken } from "@/lib/endpoint/commands";
import { tokenForm, tokenRef } from "@/lib/endpoint/schema";
import { formAction } from "@/lib/forms/form-action";
import { routes } from "@/lib/routes";

export const createAssignmentAction = formAction(newAssignmentForm, async (actor, input) => {
  redirect(routes.assignmentSetup(await createAssignment(actor, input)));
});

export const renameAssignmentAction = formAction(
  renameForm,
  async (actor, { assignmentId, version, name }) => {
    await renameAssignment(actor, assignmentId, version, name);
    refresh();
    return { status: "done", message: "Renamed." };
  },
);

export const saveSetupAction = formAction(setupForm, async (actor, { assignmentId, ...input }) => {
  await saveSetup(actor, assignmentId, input);
  refresh();
  return { status: "done", message: "Saved. Endpoints offer this from now on." };
});

export const removeAssignmentAction = formAction(assignmentRef, async (actor, { assignmentId }) => {
  await removeAssignment(actor, assignmentId);
  redirect(routes.assignments);
});

/** The message it is done with is the new token: this answer is the one place where it can be read. */
export const createTokenAction = formAction(tokenForm, async (actor, input) => {
  const token = await createToken(actor, input);
  refresh();
  return { status: "done", message: token };
});

export const revokeTokenAction = formAction(tokenRef, async (actor, { tokenId }) => {
  await revokeToken(actor, tokenId);
  refresh();
});
