"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { routes } from "@/lib/routes";
import { logOut } from "@/lib/session/log-in";
import { requireOwnOrigin } from "@/lib/session/origin";

export async function logOutAction(): Promise<void> {
  requireOwnOrigin(await headers());
  await logOut();
  redirect(routes.login);
}
