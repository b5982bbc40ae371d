import "server-only";
import { inspect } from "node:util";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { isAPIError } from "better-auth/api";
import { betterAuth } from "better-auth/minimal";
import { db } from "@/lib/db/client";
import type { PrismaClient } from "@/lib/db/generated/client";
import { env } from "@/lib/env";
import { logError } from "@/lib/secrets/log";
import { countAttempt } from "./attempts";
import { hashPassword, verifyPassword } from "./hashing";
import { addressRules, forgiveTries, limitTries, toRefusal } from "./limits";
import { sessionSecret } from "./secret";

/**
 * The log-in library, on the open database. It owns passwords, session rows and
 * their cookie; who may do what here is not its business. Nobody can sign up:
 * people come in by the set-up link or an invite.
 */
export function auth(): Auth {
  const prisma = db();
  const known = built.get(prisma) ?? buildAuth(prisma);
  built.set(prisma, known);
  return known;
}

const built = new WeakMap<PrismaClient, Auth>();

type Auth = ReturnType<typeof buildAuth>;

const passwordLengthMin = 10;

/** A session ends this long after it began, however much it is used. */
const sessionAgeMaxMs = 30 * 86_400_000;

const isHttps = env.PATCHBAY_URL.startsWith("https:");

function buildAuth(prisma: PrismaClient) {
  return betterAuth({
    appName: "Patchbay",
    baseURL: env.PATCHBAY_URL,
    trustedOrigins: [env.PATCHBAY_URL],
    secret: sessionSecret(),
    database: prismaAdapter(prisma, { provider: "postgresql" }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordLengthMin,
      password: {
        hash: (password) => hashPassword(password).catch(toRefusal),
        verify: (asked) => verifyPassword(asked).catch(toRefusal),
      },
    },
    // Never extended: the age limit is absolute, and the idle limit is kept in current.ts.
    session: { expiresIn: sessionAgeMaxMs / 1000, disableSessionRefresh: true },
    rateLimit: { enabled: true, customStorage: { consume: countAttempt }, customRules: addressRules },
    hooks: { before: limitTries, after: forgiveTries },
    advanced: {
      // A browser takes a `__Host-` cookie only from this very host, over TLS, for every path (RFC 6265bis §4.1.3.2).
      cookiePrefix: isHttps ? "__Host-patchbay" : "patchbay",
      useSecureCookies: false,
      defaultCookieAttributes: { secure: isHttps, sameSite: "lax", httpOnly: true, path: "/" },
      database: { generateId: false },
      // Where no trusted header tells addresses apart, all callers would share one limit and lock each other out.
      ipAddress: env.PATCHBAY_CLIENT_IP_HEADER
        ? { ipAddressHeaders: [env.PATCHBAY_CLIENT_IP_HEADER] }
        : { disableIpTracking: true },
    },
    logger: { level: "error", log: (_level, message, ...more) => logTrouble(message, ...more) },
    onAPIError: { onError: logTrouble },
    telemetry: { enabled: false },
  });
}

/** A refusal is an answer, not trouble. */
function logTrouble(...trouble: unknown[]): void {
  if (isAPIError(trouble[0]) && trouble[0].statusCode < 500) return;
  logError(`log-in: ${trouble.map((one) => inspect(one)).join(" ")}`);
}
