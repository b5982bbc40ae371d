import { faults } from "./authorization-faults";
import { type OAuthServer, startInternalCrm } from "./internal-crm";
import type { ServerAddress } from "./sample-server";

/** Protected by an authorization server where nobody can register, and whose Client ID nobody has. */
export const startWithoutRegistration = (options: ServerAddress = {}): Promise<OAuthServer> =>
  startInternalCrm({ ...options, authorization: { registration: false } });

/** Protected by an authorization server that offers registration and then answers 403 to it. */
export async function startRegistrationRefused(options: ServerAddress = {}): Promise<OAuthServer> {
  const server = await startInternalCrm(options);
  server.authorization.break(faults.registrationForbidden);

  return server;
}
