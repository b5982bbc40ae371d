import { redirect } from "next/navigation";
import { forgetFailure, keepFailure } from "@/app/(console)/sign-ins/failure";
import { keepListing } from "@/app/(console)/sign-ins/signed-in";
import type { Actor } from "@/lib/access/actor";
import { Failure } from "@/lib/errors";
import { routes } from "@/lib/routes";
import { requireActor } from "@/lib/session/current";
import { ownPath } from "@/lib/session/return-to";
import { finishSignIn } from "@/lib/sign-ins/consent";
import { takeAsked } from "../asked";

/** Where every provider sends people back to. What it says in the address is checked by finishSignIn and shown nowhere. */
export async function GET(request: Request): Promise<never> {
  const actor = await requireActor();
  const back = await takeAsked();
  const finished = await finish(actor, new URL(request.url).searchParams);
  redirect(finished ?? back);
}

async function finish(actor: Actor, callback: URLSearchParams) {
  try {
    const { connectionId, returnTo, listing } = await finishSignIn(actor, callback);
    if (listing) await keepListing(actor, connectionId, listing);
    await forgetFailure();
    return ownPath(returnTo, routes.connection(connectionId));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    await keepFailure(error);
    return null;
  }
}
