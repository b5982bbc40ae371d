"use server";

import { redirect } from "next/navigation";
import { entranceAction } from "@/lib/forms/form-action";
import { logIn } from "@/lib/session/log-in";
import { ownPath } from "@/lib/session/return-to";
import { logInInput } from "@/lib/workspace/schema";

export const logInAction = entranceAction(logInInput, async ({ returnTo, ...credentials }) => {
  await logIn(credentials);
  redirect(ownPath(returnTo));
});
