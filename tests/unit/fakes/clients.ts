import {
  Client as V2Client,
  StreamableHTTPClientTransport as V2Transport,
} from "@modelcontextprotocol/client";
import { Client as V1Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as V1Transport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";

const me = { name: "patchbay-tests", version: "1.0.0" };

/** What a host does when it is asked to show its person an address. */
export type OpenLink = (url: string) => Promise<void>;

/** A connected client of the v1 SDK, which speaks the 2025 revisions only. */
export async function connectV1(
  url: string,
  headers: Record<string, string> = {},
  openLink?: OpenLink,
): Promise<V1Client> {
  const client = new V1Client(me, openLink && { capabilities: { elicitation: { url: {} } } });
  const transport = new V1Transport(new URL(url), { requestInit: { headers } });
  // The v1 transport types its session id as possibly undefined where its own `Transport` says possibly absent.
  await client.connect(transport as Transport);

  return client;
}

/** A connected client of the v2 SDK, which prefers the 2026 revision. */
export async function connectV2(
  url: string,
  headers: Record<string, string> = {},
  openLink?: OpenLink,
): Promise<V2Client> {
  const client = new V2Client(me, {
    versionNegotiation: { mode: "auto" },
    ...(openLink && { capabilities: { elicitation: { url: {} } } }),
  });
  if (openLink) {
    client.setRequestHandler("elicitation/create", async ({ params }) => {
      if (params.mode === "url") await openLink(params.url);
      return { action: "accept" };
    });
  }
  await client.connect(new V2Transport(new URL(url), { requestInit: { headers } }));

  return client;
}
