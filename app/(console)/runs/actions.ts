"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { formAction } from "@/lib/forms/form-action";
import { routes } from "@/lib/routes";
import { startRun, stopRun } from "@/lib/runs/commands";
import { decideApproval } from "@/lib/runs/decide";
import { scheduleForm } from "@/lib/runs/fields";
import { pauseSchedule, removeSchedule, resumeSchedule, saveSchedule } from "@/lib/runs/schedules";
import { decisionForm, runRef, scheduleRef, startRunForm } from "@/lib/runs/schema";

export const startRunAction = formAction(startRunForm, async (actor, input) => {
  redirect(routes.run(await startRun(actor, input)));
});

export const stopRunAction = formAction(runRef, async (actor, { runId }) => {
  await stopRun(actor, runId);
  refresh();
});

export const saveScheduleAction = formAction(scheduleForm, async (actor, input) => {
  await saveSchedule(actor, input);
  refresh();
});

export const removeScheduleAction = formAction(scheduleRef, async (actor, { scheduleId }) => {
  await removeSchedule(actor, scheduleId);
  refresh();
});

export const pauseScheduleAction = formAction(scheduleRef, async (actor, { scheduleId }) => {
  await pauseSchedule(actor, scheduleId);
  refresh();
});

export const resumeScheduleAction = formAction(scheduleRef, async (actor, { scheduleId }) => {
  await resumeSchedule(actor, scheduleId);
  refresh();
});

export const decideApprovalAction = formAction(decisionForm, async (actor, input) => {
  await decideApproval(actor, input);
  refresh();
});
