import { onTestFinished } from "vitest";
import { createEgress } from "@/lib/egress/fetch";
import { finishAuthorization, startAuthorization, type TokenSet } from "@/lib/oauth/authorization";
import { type Discovery, discover } from "@/lib/oauth/discovery";
import { type OAuthClient, registerClient } from "@/lib/oauth/registration";
import {
  type AuthorizationServerFake,
  type AuthorizationServerOptions,
  startAuthorizationServer,
} from "../../fakes/authorization-server";
import { consent } from "../../fakes/consent";

export const redirectUri = "http://localhost:3000/oauth/callback";

/** A scripted authorization server, and the guarded door opened to it alone. Both close with the test. */
export async function startBench(options: AuthorizationServerOptions = {}) {
  const provider = await startAuthorizationServer({ resources: ["/mcp"], ...options });
  const allow = [new URL(provider.origin).host];
  const egress = createEgress({ allow, dnsServers: [] });
  onTestFinished(async () => {
    await egress.close();
    await provider.close();
  });
  return { provider, reach: { fetch: egress.fetch, allow }, serverUrl: new URL(`${provider.origin}/mcp`) };
}

export type Bench = { provider: AuthorizationServerFake } & Awaited<ReturnType<typeof startBench>>;

export function discoverOn(
  { reach, serverUrl }: Bench,
  input: Partial<Parameters<typeof discover>[0]> = {},
): Promise<Discovery> {
  return discover({ ...reach, serverUrl, challenge: null, turnedAway: true, issuer: null, ...input });
}

export function registerOn({ reach }: Bench, { server, scopes }: Discovery): Promise<OAuthClient> {
  const clientUri = "http://localhost:3000";
  return registerClient({
    ...reach,
    server,
    clientName: "Patchbay",
    clientUri,
    redirectUri,
    scopes,
    tokenAuth: "auto",
  });
}

/** One sign-in up to the moment the person comes back. */
export async function begin(bench: Bench, as = "ada", decision: "allow" | "deny" = "allow") {
  const { server, resource, scopes } = await discoverOn(bench);
  const client = await registerOn(bench, {
    server,
    resource,
    scopes,
    basis: "named",
    registration: "dynamic",
  });
  const sent = { server, client, redirectUri, resource: resource?.resource ?? null };
  const pending = await startAuthorization({
    ...sent,
    scopes,
    extraParameters: {},
    allowUnstatedPkce: false,
    allow: bench.reach.allow,
  });
  const returned = await consent(pending.url, { as, decision });
  const { state, codeVerifier } = pending;
  return { ...sent, state, codeVerifier, callback: returned.searchParams, url: pending.url };
}

export function finish(bench: Bench, begun: Awaited<ReturnType<typeof begin>>): Promise<TokenSet> {
  return finishAuthorization({ ...bench.reach, ...begun });
}

/** A whole sign-in: what is needed to refresh or revoke it later. */
export async function signIn(bench: Bench, as = "ada") {
  const begun = await begin(bench, as);
  const tokens = await finish(bench, begun);
  return { ...bench.reach, server: begun.server, client: begun.client, resource: begun.resource, tokens };
}
