import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import type { Offer } from "./sample-server";

/** What a server offers, spoken in the 2025 revisions over one connection of the v1 SDK. */
export async function connectLegacyServer(offer: Offer, transport: Closable): Promise<void> {
  const server = new Server({ name: offer.name, version: "1.0.0" }, { capabilities: { tools: {} } });

  server.setRequestHandler(ListToolsRequestSchema, (request) => offer.page(request.params?.cursor));
  server.setRequestHandler(CallToolRequestSchema, (request, extra) =>
    offer.call(
      {
        tool: request.params.name,
        arguments: request.params.arguments,
        auth: extra.authInfo,
        headers: extra.requestInfo?.headers,
      },
      {
        signal: extra.signal,
        async report(progress) {
          const progressToken = extra._meta?.progressToken;
          if (progressToken === undefined) return;
          await extra.sendNotification({
            method: "notifications/progress",
            params: { progressToken, ...progress },
          });
        },
      },
    ),
  );

  // The v1 transports type their callbacks as possibly undefined where its own `Transport` says possibly absent.
  await server.connect(transport as Transport);
}

/** What every v1 server transport is, whichever way it types its callbacks. */
type Closable = { start(): Promise<void>; close(): Promise<void> };
