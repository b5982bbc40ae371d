import "server-only";
import { guardedFetch } from "@/lib/egress/fetch";
import { Failure } from "@/lib/errors";
import { probeServer } from "@/lib/mcp/probe";
import { prepareClient } from "./client";
import type { ConnectionInput } from "./schema";

/**
 * Tries a server and, for OAuth, becomes its client. Changes nothing here: what
 * it returns is ready to be stored. Throws a Failure whose sentence says whose fault it is.
 */
export async function prepareConnection({
  url,
  settings,
  ownApp,
}: Pick<ConnectionInput, "url" | "settings" | "ownApp">) {
  const address = new URL(url);
  const finding = await probeServer({ url: address, fetch: guardedFetch, onStep: () => {} });
  if (finding.kind === "refused") throw new Failure("upstream", finding.sentence, { field: "url" });

  const client =
    settings.authorization === "oauth"
      ? await prepareClient({ url: address, settings, ownApp, challenge: finding.challenge })
      : null;
  const server = {
    era: finding.era,
    protocolVersion: finding.protocolVersion,
    serverName: finding.server?.name ?? null,
    serverVersion: finding.server?.version ?? null,
  };
  return { server, client };
}
