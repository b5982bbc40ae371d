"use server";

import { refresh } from "next/cache";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import { savedCookie } from "@/components/connections/saved-cookie";
import { createConnection, registerAgain } from "@/lib/connections/commands";
import { updateConnection } from "@/lib/connections/edit";
import { connectionForm } from "@/lib/connections/fields";
import { isShared } from "@/lib/connections/policy";
import { operatorAllow } from "@/lib/egress/allow";
import { Failure } from "@/lib/errors";
import { formAction } from "@/lib/forms/form-action";
import { routes } from "@/lib/routes";
import { endConnection, moveConnection } from "@/lib/sign-ins/ending";
import { connectionRef } from "@/lib/sign-ins/schema";
import { signInWorkspace } from "@/lib/sign-ins/workspace-sign-in";
import { keepListing } from "../sign-ins/signed-in";
import { listOpenServer } from "./open-server";
import { tryWorkspace } from "./try-workspace";

const added = connectionForm(operatorAllow(), "added");
const edited = connectionRef
  .extend({ version: z.coerce.number().int(), mayEnd: z.coerce.number().int().default(0) })
  .and(connectionForm(operatorAllow(), "edited"));

export const createConnectionAction = formAction(added, async (actor, input) => {
  const id = await createConnection(actor, input);
  if (input.settings.authorization === "none") await listOpenServer(actor, id);
  if (isShared(input.settings)) await tryWorkspace(actor, id);
  refresh();
  redirect(routes.connection(id));
});

export const updateConnectionAction = formAction(edited, async (actor, input) => {
  const { connectionId, version, mayEnd, ...connection } = input;
  const saving = updateConnection(actor, connectionId, version, connection, mayEnd);
  const { reconnects } = await saving.catch((error: unknown) => {
    // Whoever is asked again is asked about the people who are signed in now.
    if (error instanceof Failure && error.field === "mayEnd") refresh();
    throw error;
  });
  if (isShared(connection.settings)) await tryWorkspace(actor, connectionId);
  // The browser reads it, shows it and throws it away, so it is not httpOnly. It holds a number.
  const options = { maxAge: 60, path: routes.home, sameSite: "lax" } as const;
  (await cookies()).set(savedCookie, String(reconnects), options);
  refresh();
  redirect(routes.connection(connectionId));
});

export const registerAgainAction = formAction(connectionRef, async (actor, { connectionId }) => {
  await registerAgain(actor, connectionId);
  refresh();
  return { status: "done", message: "Registered again. Everyone who was signed in has to reconnect." };
});

export const signInWorkspaceAction = formAction(connectionRef, async (actor, { connectionId }) => {
  const listing = await signInWorkspace(actor, connectionId);
  await keepListing(actor, connectionId, listing);
  refresh();
  return { status: "done" };
});

export const confirmServerAction = formAction(
  connectionRef.extend({ mark: z.string() }),
  async (actor, { connectionId, mark }) => {
    await moveConnection(actor, connectionId, mark);
    refresh();
    return { status: "done", message: "Confirmed. Everyone who was signed in has to sign in again." };
  },
);

export const removeConnectionAction = formAction(connectionRef, async (actor, { connectionId }) => {
  await endConnection(actor, connectionId);
  refresh();
  redirect(routes.connections);
});
