"use server";

import { redirect } from "next/navigation";
import { entranceAction } from "@/lib/forms/form-action";
import { routes } from "@/lib/routes";
import { logIn } from "@/lib/session/log-in";
import { acceptInvite } from "@/lib/workspace/invitation";
import { acceptInput } from "@/lib/workspace/schema";

export const acceptInviteAction = entranceAction(acceptInput, async (input) => {
  const { email } = await acceptInvite(input);
  await logIn({ email, password: input.password });
  redirect(routes.home);
});
