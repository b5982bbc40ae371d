import { redirect } from "next/navigation";
import { z } from "zod";
import { forgetFailure, keepFailure } from "@/app/(console)/sign-ins/failure";
import { leavingPage } from "@/app/oauth/leaving";
import { startCompanySignIn } from "@/lib/company/consent";
import { Failure } from "@/lib/errors";
import { routes } from "@/lib/routes";
import { requireActor } from "@/lib/session/current";
import { ownPath } from "@/lib/session/return-to";
import { isOwnForm } from "../../own-form";

const asked = z.object({ returnTo: z.string().default("") });

/** Begins one's sign-in to the company and sends the person to its identity provider. */
export async function POST(request: Request): Promise<Response> {
  const actor = await requireActor();
  if (!isOwnForm(request.headers)) redirect(routes.signIns);
  const form = asked.safeParse(Object.fromEntries(await request.formData()));
  const back = ownPath(form.data?.returnTo, routes.signIns);
  const started = await startCompanySignIn(actor, back).catch(async (error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    await keepFailure(error);
    return null;
  });
  if (started === null) redirect(routes.signIns);
  await forgetFailure();
  return leavingPage(started);
}
