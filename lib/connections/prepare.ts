import "server-only";
import type { Permit } from "@/lib/access/actor";
import { guardedFetch } from "@/lib/egress/fetch";
import { Failure } from "@/lib/errors";
import { type ProbeStep, probeServer } from "@/lib/mcp/probe";
import type { Trace } from "@/lib/oauth/trace";
import { type Preparation, prepareClient } from "./client";
import { MovedServer, noteMoved } from "./moved-server";
import type { ConnectionInput } from "./schema";
import { remember } from "./traces";

/**
 * Tries a server and, for OAuth, becomes its client. Changes nothing here: what
 * it returns is ready to be stored. Throws a Failure whose sentence says whose fault it is.
 */
export async function prepareConnection({
  url,
  settings,
  ownApp,
  agreed,
  kept,
  trace,
}: Input & Pick<Preparation, "trace">) {
  const address = new URL(url);
  const finding = await probeServer({
    url: address,
    fetch: guardedFetch,
    onStep: traceProbe(address, trace),
  });
  if (finding.kind === "refused") throw new Failure("upstream", finding.sentence, { field: "url" });
  if (finding.isClosed && settings.authorization === "none") throw wantsSignIn();

  const client =
    settings.authorization === "oauth"
      ? await prepareClient({
          url: address,
          settings,
          ownApp,
          agreed,
          kept,
          trace,
          challenge: finding.challenge,
          turnedAway: finding.signIn !== "none",
        })
      : null;
  // A server that wants a sign-in says nothing of itself to a stranger; what is known from before stays.
  const server = {
    ...(finding.era && { era: finding.era }),
    ...(finding.protocolVersion && { protocolVersion: finding.protocolVersion }),
    ...(finding.server && { serverName: finding.server.name, serverVersion: finding.server.version }),
  };
  return { server, client };
}

function wantsSignIn(): Failure {
  return new Failure("invalid", "This server asks for a sign-in. Choose how people sign in.", {
    field: "authorization",
  });
}

type Input = Pick<ConnectionInput, "url" | "settings" | "ownApp"> & Pick<Preparation, "agreed" | "kept">;

/** The same for a connection that exists, where an admin can read how it went. A server that is found moved is noted. */
export function prepareAgain(permit: Permit, connectionId: string, input: Input) {
  const about = { what: "discovery", connectionId, memberId: null } as const;
  const preparing = remember(permit, about, (trace) => prepareConnection({ ...input, trace }));
  return preparing.catch(async (error: unknown) => {
    if (error instanceof MovedServer) await noteMoved(permit, connectionId, error);
    throw error;
  });
}

/** The steps of looking at a server, as steps of a trace. */
export function traceProbe({ host }: URL, trace: Trace): (step: ProbeStep) => void {
  return (step) => trace({ ...step, host });
}
