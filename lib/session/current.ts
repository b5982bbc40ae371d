import "server-only";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { Actor } from "@/lib/access/actor";
import { outageIn } from "@/lib/db/outage";
import { lookUp } from "@/lib/db/read";
import { auth } from "./auth";
import { logInAddress, pathHeader } from "./return-to";

export type MemberActor = Actor & { kind: "member" };

/** The teammate who is logged in, or a trip to the log-in page and back. */
export async function requireActor(): Promise<MemberActor> {
  const actor = await currentActor();
  return actor ?? redirect(logInAddress((await headers()).get(pathHeader)));
}

/** The teammate who is logged in, read once per request. */
export const currentActor = cache(async (): Promise<MemberActor | null> => actorOf(await sessionHeaders()));

/** The cookies as they are by now: a page drawn again after an action sees those the action has set. */
export async function sessionHeaders(): Promise<Headers> {
  const sent = (await cookies()).getAll();
  return new Headers({
    cookie: sent.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join("; "),
  });
}

/**
 * Whose session a request carries. Session, person and role are read from the
 * database each time, so that a removed person or a taken role counts at once.
 */
export async function actorOf(request: Headers): Promise<MemberActor | null> {
  const asking = auth().api.getSession({ headers: request, query: { disableRefresh: true } });
  const found = await asking.catch(asOurs);
  if (!found || !(await isStillUsed(found.session))) return null;

  const member = await lookUp("session").member.findUnique({
    where: { userId: found.user.id },
    select: { id: true, role: true, workspaceId: true },
  });
  return member && { kind: "member", ...member, name: found.user.name, sessionId: found.session.id };
}

/** The library has words of its own for whatever fails inside it. */
function asOurs(error: unknown): never {
  throw outageIn(error) ?? error;
}

/** A session that nobody used for this long has ended. */
const idleMaxMs = 7 * 86_400_000;
/** How precisely use is remembered, so that not every request writes. */
const idleStepMs = 3_600_000;

async function isStillUsed(session: { token: string; updatedAt: Date }): Promise<boolean> {
  const { internalAdapter } = await auth().$context;
  const idleMs = Date.now() - session.updatedAt.getTime();
  if (idleMs >= idleMaxMs) {
    await internalAdapter.deleteSession(session.token);
    return false;
  }
  if (idleMs >= idleStepMs) await internalAdapter.updateSession(session.token, { updatedAt: new Date() });
  return true;
}
