import { analyticsTools } from "./analytics-tools";
import { type AuthorizationServerOptions, startAuthorizationServer } from "./authorization-server";
import { createBearerGate } from "./bearer-gate";
import type { OAuthServer } from "./internal-crm";
import { sessionsDoor } from "./legacy-doors";
import { analyticsClient, samplePeople } from "./sample-credentials";
import { type ServerAddress, startSampleServer } from "./sample-server";

/**
 * *Analytics*: OAuth without registration, so an admin enters `analyticsClient` by hand; it may return to
 * `redirectUris` alone. Speaks the 2025 revision with sessions. Closing it closes its authorization server.
 */
export async function startAnalytics(
  options: ServerAddress & { redirectUris: readonly string[]; authorization?: AuthorizationServerOptions },
): Promise<OAuthServer> {
  const authorization = await startAuthorizationServer({
    people: samplePeople,
    scopes: ["reports.read"],
    registration: false,
    clients: [{ ...analyticsClient, clientName: "Patchbay at Acme", redirectUris: options.redirectUris }],
    authMethods: ["client_secret_basic", "client_secret_post"],
    ...options.authorization,
  });
  const name = "Analytics";
  const { requireScopes, trust, ...gate } = createBearerGate({
    authorization,
    name,
    scopes: ["reports.read"],
  });
  const server = await startSampleServer({
    ...options,
    ...gate,
    name,
    tools: analyticsTools,
    openDoor: sessionsDoor(),
  });

  return {
    ...server,
    authorization,
    requireScopes,
    trust,
    close: async () => void (await Promise.all([server.close(), authorization.close()])),
  };
}
