import { redirect } from "next/navigation";
import { forgetFailure, keepFailure } from "@/app/(console)/sign-ins/failure";
import { finishCompanySignIn } from "@/lib/company/consent";
import { Failure } from "@/lib/errors";
import { routes } from "@/lib/routes";
import { requireActor } from "@/lib/session/current";
import { ownPath } from "@/lib/session/return-to";

/** Where the company's identity provider sends people back to. What it says is checked by finishCompanySignIn and shown nowhere. */
export async function GET(request: Request): Promise<never> {
  const actor = await requireActor();
  const callback = new URL(request.url).searchParams;
  const back = await finishCompanySignIn(actor, callback).catch(async (error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    await keepFailure(error);
    return null;
  });
  if (back !== null) await forgetFailure();
  redirect(ownPath(back, routes.signIns));
}
