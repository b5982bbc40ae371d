import "server-only";
import { createHash } from "node:crypto";
import type { GenericEndpointContext } from "better-auth";
import { APIError, createAuthMiddleware, getSessionFromCtx } from "better-auth/api";
import { Failure } from "@/lib/errors";
import { type AttemptRule, forgetTries, takeTry } from "./attempts";
import { busySeconds } from "./hashing";

/**
 * How often somebody may try. Each person's tries are limited, from wherever
 * they come, and each address's where a trusted header tells it. No limit is
 * everybody's: nobody can be locked out by strangers who try other people. A
 * browser that its person has logged in with before has tries of its own, so
 * that who guesses elsewhere does not keep its person waiting.
 */
export const limitTries = createAuthMiddleware(async (context) => {
  const key = await keyOf(context);
  const seconds = key === null ? 0 : await takeTry(key);
  if (seconds === 0) return;
  throw tooMany(
    `Too many tries. Wait ${seconds === 1 ? "1 second" : `${seconds} seconds`}, then try again.`,
    seconds,
  );
});

/** Getting it right forgives the tries before. */
export const forgiveTries = createAuthMiddleware(async (context) => {
  if (!context.context.newSession) return;
  const key = await keyOf(context);
  if (key !== null) await forgetTries(key);
  if (context.path === logInPath) await rememberBrowser(context);
});

const logInPath = "/sign-in/email";
const changePath = "/change-password";

/** What one address may try, where a trusted header tells it. A whole office may stand behind one. */
const tries: AttemptRule = { window: 60, max: 20 };
export const addressRules = { [logInPath]: tries, [changePath]: tries };

/** What a Failure of ours becomes inside the log-in library. */
export function toRefusal(error: unknown): never {
  if (error instanceof Failure && error.code === "rate-limited") throw tooMany(error.message, busySeconds);
  throw error;
}

async function keyOf(context: GenericEndpointContext): Promise<string | null> {
  if (context.path === changePath) {
    const session = await getSessionFromCtx(context);
    return session && `${changePath}:${session.user.id}`;
  }
  if (context.path !== logInPath) return null;
  const person = personIn(context);
  return (await isRemembered(context, person)) ? `${person}:remembered` : person;
}

/** Who is trying, whether they exist or not. It does not show whose address it is. */
function personIn({ body }: GenericEndpointContext): string {
  const email = String(body?.email).trim().toLowerCase();
  return `log-in:${createHash("sha256").update(email).digest("hex")}`;
}

const REMEMBERED_S = 90 * 86_400;

/** The cookie says who has logged in here. It opens nothing. */
async function rememberBrowser(context: GenericEndpointContext): Promise<void> {
  const { name, attributes } = cookieOf(context);
  await context.setSignedCookie(name, personIn(context), context.context.secret, attributes);
}

async function isRemembered(context: GenericEndpointContext, person: string): Promise<boolean> {
  return (await context.getSignedCookie(cookieOf(context).name, context.context.secret)) === person;
}

function cookieOf({ context }: GenericEndpointContext) {
  return context.createAuthCookie("logged_in_before", { maxAge: REMEMBERED_S });
}

/** The header is the one in which the library says how long its own limits last. */
function tooMany(message: string, seconds: number): APIError {
  return new APIError("TOO_MANY_REQUESTS", { message }, { "x-retry-after": String(seconds) });
}
