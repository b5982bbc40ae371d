import "server-only";
import { parseSetCookieHeader, toCookieOptions } from "better-auth/cookies";
import { cookies, headers } from "next/headers";
import { z } from "zod";
import { env } from "@/lib/env";
import { Failure } from "@/lib/errors";
import { auth } from "./auth";
import { sessionHeaders } from "./current";

export type Credentials = { email: string; password: string };

/**
 * Logs this browser in. The session it had before ends, so nobody can plant one.
 * Throws `rate-limited`, or `invalid` with the same words whether the address is
 * unknown or the password wrong.
 */
export async function logIn(credentials: Credentials): Promise<void> {
  const before = await auth().api.getSession({ headers: await sessionHeaders() });
  const answer = await ask("sign-in/email", credentials);
  if (!answer.ok) throw new Failure("invalid", "That e-mail and password don't belong together.");
  if (before) await endSessions(before.session.token);
}

/** Logs this browser out; its session is gone from the server too. */
export async function logOut(): Promise<void> {
  await ask("sign-out", {});
}

/** Changes one's own password. Every other browser is logged out. */
export async function changePassword(input: { current: string; next: string }): Promise<void> {
  const answer = await ask("change-password", {
    currentPassword: input.current,
    newPassword: input.next,
    revokeOtherSessions: true,
  });
  if (!answer.ok) throw new Failure("invalid", "That is not your current password.", { field: "current" });
}

async function endSessions(...tokens: string[]): Promise<void> {
  const { internalAdapter } = await auth().$context;
  await internalAdapter.deleteSessions(tokens);
}

/** Asks the log-in library over its own door, where its limits are, and hands its cookies to the browser. */
async function ask(path: string, body: object): Promise<Response> {
  const answer = await auth().handler(
    new Request(`${env.PATCHBAY_URL}/api/auth/${path}`, {
      method: "POST",
      headers: await relayed(),
      body: JSON.stringify(body),
    }),
  );
  if (answer.status === 429) {
    const { message } = refusal.parse(await answer.json());
    throw new Failure("rate-limited", message);
  }
  if (answer.status >= 500) throw new Error(`The log-in library answered ${answer.status} to ${path}.`);
  await keepCookies(answer);
  return answer;
}

const refusal = z.object({ message: z.string() });

/** What the library needs to know of the browser's request, and nothing else of it. */
async function relayed(): Promise<Headers> {
  const sent = await headers();
  const request = await sessionHeaders();
  for (const name of ["user-agent", env.PATCHBAY_CLIENT_IP_HEADER ?? ""].filter(Boolean)) {
    const value = sent.get(name);
    if (value !== null) request.set(name, value);
  }
  request.set("content-type", "application/json");
  request.set("origin", env.PATCHBAY_URL);
  return request;
}

async function keepCookies(answer: Response): Promise<void> {
  const store = await cookies();
  for (const line of answer.headers.getSetCookie()) {
    for (const [name, cookie] of parseSetCookieHeader(line))
      store.set(name, cookie.value, toCookieOptions(cookie));
  }
}
