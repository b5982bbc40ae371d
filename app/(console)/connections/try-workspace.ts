import "server-only";
import type { Actor } from "@/lib/access/actor";
import { Failure } from "@/lib/errors";
import { signInWorkspace } from "@/lib/sign-ins/workspace-sign-in";
import { keepListing } from "../sign-ins/signed-in";

/** Signs the workspace in to a connection that was just saved. A failure is on its page, where one can try again. */
export async function tryWorkspace(actor: Actor, connectionId: string): Promise<void> {
  try {
    await keepListing(actor, connectionId, await signInWorkspace(actor, connectionId));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
}
