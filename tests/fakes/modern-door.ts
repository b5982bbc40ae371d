import { toNodeHandler } from "@modelcontextprotocol/node";
import { createMcpHandler, Server } from "@modelcontextprotocol/server";
import type { Offer, OpenDoor } from "./sample-server";

/** The v2 SDK: the 2026 revision, and the 2025 one without sessions when `eras` is "both". */
export function modernDoor(eras: "both" | "2026"): OpenDoor {
  return (offer) => {
    const handler = createMcpHandler(() => modernServer(offer), {
      legacy: eras === "both" ? "stateless" : "reject",
    });
    const handle = toNodeHandler(handler);

    return {
      // Node types `url` as possibly undefined where the SDK types it as possibly absent; it reads both alike.
      handle: (request, response) => handle(request as Parameters<typeof handle>[0], response),
      forgetSessions() {},
      openSessions: () => 0,
      close: () => handler.close(),
    };
  };
}

function modernServer(offer: Offer): Server {
  const server = new Server({ name: offer.name, version: "1.0.0" }, { capabilities: { tools: {} } });

  server.setRequestHandler("tools/list", (request) => offer.page(request.params?.cursor));
  server.setRequestHandler("tools/call", (request, context) => {
    const { signal, notify, _meta } = context.mcpReq;
    return offer.call(
      {
        tool: request.params.name,
        arguments: request.params.arguments,
        auth: context.http?.authInfo,
        headers: context.http?.req?.headers,
      },
      {
        signal,
        async report(progress) {
          const progressToken = _meta?.progressToken;
          if (progressToken === undefined) return;
          await notify({ method: "notifications/progress", params: { progressToken, ...progress } });
        },
      },
    );
  });

  return server;
}
