"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { removeCompany, saveCompany } from "@/lib/company/commands";
import { companyForm } from "@/lib/company/schema";
import { operatorAllow } from "@/lib/egress/allow";
import { formAction } from "@/lib/forms/form-action";
import { modelForm } from "@/lib/model/fields";
import type { Trial } from "@/lib/model/schema";
import { chooseMail } from "@/lib/notices/commands";
import { mailChoiceInput } from "@/lib/notices/schema";
import { routes } from "@/lib/routes";
import { saveLimits } from "@/lib/runs/limits";
import { runLimits } from "@/lib/runs/schema";
import { changePassword } from "@/lib/session/log-in";
import { removeModel, saveModel } from "@/lib/settings/commands";
import { endMyself } from "@/lib/sign-ins/ending";
import { revokeSoon } from "@/lib/sign-ins/revocation";
import { endMyOtherSessions, endMySession, renameMyself } from "@/lib/workspace/account";
import { nameInput, nothingInput, passwordInput, sessionInput } from "@/lib/workspace/schema";

export const renameMyselfAction = formAction(nameInput, async (actor, { name }) => {
  await renameMyself(actor, name);
  revalidatePath(routes.home, "layout");
  return { status: "done", message: "Saved." };
});

export const chooseMailAction = formAction(mailChoiceInput, async (actor, { wanted }) => {
  await chooseMail(actor, wanted ?? "off");
  revalidatePath(routes.settings);
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

export const saveModelAction = formAction(modelForm(operatorAllow()), async (actor, input) => {
  const { isSaved, trial } = await saveModel(actor, input);
  if (!isSaved) return { status: "failed", message: `${outcomeOf(trial)} Nothing was saved.` };
  revalidatePath(routes.settings);
  return { status: "done", message: `Saved. ${outcomeOf(trial)}` };
});

export const removeModelAction = formAction(nothingInput, async (actor) => {
  await removeModel(actor);
  revalidatePath(routes.settings);
});

export const saveLimitsAction = formAction(runLimits, async (actor, limits) => {
  await saveLimits(actor, limits);
  revalidatePath(routes.settings);
  return { status: "done", message: "Saved." };
});

export const saveCompanyAction = formAction(companyForm(operatorAllow()), async (actor, input) => {
  const ended = await saveCompany(actor, input);
  revokeSoon();
  revalidatePath(routes.settings);
  const cost = ended > 0 ? " Everyone has to sign in to the company again." : "";
  return { status: "done", message: `Saved.${cost}` };
});

export const removeCompanyAction = formAction(nothingInput, async (actor) => {
  await removeCompany(actor);
  revokeSoon();
  revalidatePath(routes.settings);
});

function outcomeOf(trial: Trial): string {
  if (trial.kind !== "works") return trial.sentence;
  const time =
    trial.durationMs < 1000 ? "less than a second" : `${(trial.durationMs / 1000).toFixed(1)} seconds`;
  return `The model called the tool it was asked to call, in ${time}.`;
}
