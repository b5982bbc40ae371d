"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { signOutOfCompany } from "@/lib/company/commands";
import { formAction } from "@/lib/forms/form-action";
import { routes } from "@/lib/routes";
import { ownPath } from "@/lib/session/return-to";
import { signInWithHeaders, signInWithKey, signOut } from "@/lib/sign-ins/commands";
import { signInWithCompany } from "@/lib/sign-ins/company-sign-in";
import { revokeSoon } from "@/lib/sign-ins/revocation";
import { connectionRef, headersForm, keyForm } from "@/lib/sign-ins/schema";
import { keepListing } from "./signed-in";

const returning = z.object({ returnTo: z.string().default("") });

export const signInWithKeyAction = formAction(keyForm.and(returning), async (actor, input) => {
  const listing = await signInWithKey(actor, input.connectionId, input.key);
  await keepListing(actor, input.connectionId, listing);
  refresh();
  redirect(ownPath(input.returnTo, routes.connection(input.connectionId)));
});

export const signInWithHeadersAction = formAction(headersForm.and(returning), async (actor, input) => {
  const listing = await signInWithHeaders(actor, input.connectionId, input.values);
  await keepListing(actor, input.connectionId, listing);
  refresh();
  redirect(ownPath(input.returnTo, routes.connection(input.connectionId)));
});

export const signInWithCompanyAction = formAction(connectionRef.and(returning), async (actor, input) => {
  const listing = await signInWithCompany(actor, input.connectionId);
  await keepListing(actor, input.connectionId, listing);
  refresh();
  redirect(ownPath(input.returnTo, routes.connection(input.connectionId)));
});

export const signOutOfCompanyAction = formAction(z.object({}), async (actor) => {
  await signOutOfCompany(actor);
  revokeSoon();
  refresh();
  return { status: "done", message: "Signed out." };
});

export const signOutAction = formAction(connectionRef, async (actor, { connectionId }) => {
  await signOut(actor, connectionId);
  refresh();
  return { status: "done", message: "Signed out." };
});
