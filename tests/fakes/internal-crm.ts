import {
  type AuthorizationServerFake,
  type AuthorizationServerOptions,
  startAuthorizationServer,
} from "./authorization-server";
import { type BearerGate, createBearerGate } from "./bearer-gate";
import { crmTools } from "./crm-tools";
import { modernDoor } from "./modern-door";
import { samplePeople } from "./sample-credentials";
import { type SampleServer, type ServerAddress, startSampleServer } from "./sample-server";

/** A server that OAuth protects, with the authorization server it trusts. */
export type OAuthServer = SampleServer & { authorization: AuthorizationServerFake } & Pick<
    BearerGate,
    "requireScopes" | "trust"
  >;

/**
 * *Internal CRM*: OAuth with dynamic registration, rotating refresh tokens and tokens that last a minute.
 * Speaks both eras. Closing it closes its authorization server.
 */
export async function startInternalCrm(
  options: ServerAddress & { authorization?: AuthorizationServerOptions } = {},
): Promise<OAuthServer> {
  const authorization = await startAuthorizationServer({
    people: samplePeople,
    scopes: [...crmScopes, "crm.admin", "offline_access"],
    accessTokenSeconds: 60,
    ...options.authorization,
  });
  const name = "Internal CRM";
  const { requireScopes, trust, ...gate } = createBearerGate({ authorization, name, scopes: crmScopes });
  const server = await startSampleServer({
    ...options,
    ...gate,
    name,
    tools: crmTools(),
    openDoor: modernDoor("both"),
  });

  return {
    ...server,
    authorization,
    requireScopes,
    trust,
    close: async () => void (await Promise.all([server.close(), authorization.close()])),
  };
}

const crmScopes = ["crm.read", "crm.write"];
