"use server";

import { redirect } from "next/navigation";
import { entranceAction } from "@/lib/forms/form-action";
import { routes } from "@/lib/routes";
import { logIn } from "@/lib/session/log-in";
import { setUpInput } from "@/lib/workspace/schema";
import { setUpWorkspace } from "@/lib/workspace/set-up";

export const setUpAction = entranceAction(setUpInput, async (input) => {
  await setUpWorkspace(input);
  await logIn(input);
  redirect(routes.home);
});
