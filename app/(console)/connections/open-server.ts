import "server-only";
import type { Actor } from "@/lib/access/actor";
import { Failure } from "@/lib/errors";
import { refreshTools } from "@/lib/tools/commands";

/**
 * Lists the tools of a connection that nobody signs in to, so that it arrives
 * with its catalogue. It is kept even when that fails: its page shows why, and
 * offers to try again.
 */
export async function listOpenServer(actor: Actor, connectionId: string): Promise<void> {
  try {
    await refreshTools(actor, connectionId);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
}
