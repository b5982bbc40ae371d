"use server";

import { refresh } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { formAction } from "@/lib/forms/form-action";
import { routes } from "@/lib/routes";
import { requireActor } from "@/lib/session/current";
import { requireOwnOrigin } from "@/lib/session/origin";
import { connectionRef } from "@/lib/sign-ins/schema";
import { acceptChanges, refreshTools } from "@/lib/tools/commands";
import { acceptForm, type TriedCall } from "@/lib/tools/schema";
import { listingWords } from "./listing-words";
import { answerTool, tryTool } from "./try-tool";

export const refreshToolsAction = formAction(connectionRef, async (actor, { connectionId }) => {
  const outcome = await refreshTools(actor, connectionId);
  refresh();
  return { status: "done", message: listingWords(outcome) };
});

export const acceptChangesAction = formAction(acceptForm, async (actor, { connectionId, accepted }) => {
  await acceptChanges(actor, connectionId, accepted);
  refresh();
  redirect(routes.connectionTools(connectionId));
});

/** Calls a tool as the person who asks. What comes back is text from elsewhere. */
export async function tryToolAction(asked: unknown): Promise<TriedCall> {
  requireOwnOrigin(await headers());
  return tryTool(await requireActor(), asked);
}

/** Answers what a tried tool has asked. */
export async function answerToolAction(given: unknown): Promise<TriedCall> {
  requireOwnOrigin(await headers());
  return answerTool(await requireActor(), given);
}
