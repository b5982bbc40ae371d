"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { formAction } from "@/lib/forms/form-action";
import { routes } from "@/lib/routes";
import { changePassword } from "@/lib/session/log-in";
import { endMyself } from "@/lib/sign-ins/ending";
import { endMyOtherSessions, endMySession, renameMyself } from "@/lib/workspace/account";
import { nameInput, nothingInput, passwordInput, sessionInput } from "@/lib/workspace/schema";

export const renameMyselfAction = formAction(nameInput, async (actor, { name }) => {
  await renameMyself(actor, name);
  revalidatePath(routes.home, "layout");
  return { status: "done", message: "Saved." };
});

export const changePasswordAction = formAction(passwordInput, async (_actor, input) => {
  await changePassword(input);
  revalidatePath(routes.settings);
  return { status: "done", message: "Changed. Every other browser is logged out." };
});

export const endSessionAction = formAction(sessionInput, async (actor, { sessionId }) => {
  await endMySession(actor, sessionId);
  revalidatePath(routes.settings);
});

export const endOtherSessionsAction = formAction(nothingInput, async (actor) => {
  await endMyOtherSessions(actor);
  revalidatePath(routes.settings);
});

export const leaveAction = formAction(nothingInput, async (actor) => {
  await endMyself(actor);
  redirect(routes.login);
});
