import type { Actor } from "@/lib/access/actor";
import { finishSignIn, startSignIn } from "@/lib/sign-ins/consent";
import { callTool } from "@/lib/tools/call";
import { recordListing } from "@/lib/tools/commands";
import { listTools } from "@/lib/tools/queries";
import { consent } from "../fakes/consent";

/**
 * Somebody goes to the provider, answers there and comes back, and what the server lists for them is taken in.
 * Returns the address they were sent to.
 */
export async function signInByConsent(
  actor: Actor,
  connectionId: string,
  answer: Parameters<typeof consent>[1],
  start = startSignIn,
): Promise<URL> {
  const address = await start(actor, connectionId, "/");
  const callback = await consent(address, answer);
  const { listing } = await finishSignIn(actor, callback.searchParams);
  if (listing) await recordListing(actor, connectionId, listing);
  return address;
}

/** Somebody calls a tool by its name, as from its page. */
export async function tryTool(actor: Actor, connectionId: string, name: string, args = {}) {
  const tool = (await listTools(actor, connectionId)).find((one) => one.name === name);
  return callTool(actor, { toolId: tool?.id ?? "", arguments: args, via: "try", assignment: null });
}
