import "server-only";
import { guardedFetch } from "@/lib/egress/fetch";
import { Failure } from "@/lib/errors";
import { probeServer } from "@/lib/mcp/probe";
import { type Preparation, prepareClient } from "./client";
import type { ConnectionInput } from "./schema";

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
}: Pick<ConnectionInput, "url" | "settings" | "ownApp"> & Pick<Preparation, "agreed" | "kept">) {
  const address = new URL(url);
  const finding = await probeServer({ url: address, fetch: guardedFetch, onStep: () => {} });
  if (finding.kind === "refused") throw new Failure("upstream", finding.sentence, { field: "url" });

  const client =
    settings.authorization === "oauth"
      ? await prepareClient({
          url: address,
          settings,
          ownApp,
          agreed,
          kept,
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
