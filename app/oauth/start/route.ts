import { redirect } from "next/navigation";
import { z } from "zod";
import { forgetFailure, keepFailure } from "@/app/(console)/sign-ins/failure";
import type { Actor } from "@/lib/access/actor";
import { Failure } from "@/lib/errors";
import { routes } from "@/lib/routes";
import { requireActor } from "@/lib/session/current";
import { grantAccess, startSignIn } from "@/lib/sign-ins/consent";
import { keepAsked } from "../asked";
import { leavingPage } from "../leaving";
import { isOwnForm } from "../own-form";

const asked = z.object({
  connectionId: z.string(),
  returnTo: z.string().default(""),
  grant: z.string().optional(),
});

type Asked = z.infer<typeof asked>;

/** Only says where one is about to go; it takes a press of the button to go there. */
export function GET(request: Request): never {
  const connectionId = new URL(request.url).searchParams.get("connectionId");
  redirect(connectionId ? routes.signIn(connectionId) : routes.signIns);
}

/** Begins a consent and sends the person to the provider. The button called `grant` asks for the missing permission too. */
export async function POST(request: Request): Promise<Response> {
  const actor = await requireActor();
  if (!isOwnForm(request.headers)) redirect(routes.signIns);
  const form = asked.safeParse(Object.fromEntries(await request.formData()));
  if (!form.success) redirect(routes.signIns);
  const { connectionId } = form.data;
  const started = await begin(actor, form.data);
  if (started === null) redirect(routes.signIn(connectionId));
  await forgetFailure();
  await keepAsked(connectionId);
  return leavingPage(started);
}

/** Null when it failed; the page one came from then says why. */
async function begin(actor: Actor, { connectionId, returnTo, grant }: Asked): Promise<URL | null> {
  const start = grant === undefined ? startSignIn : grantAccess;
  try {
    return await start(actor, connectionId, returnTo);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    await keepFailure(error);
    return null;
  }
}
