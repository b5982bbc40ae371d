import { createServer } from "node:http";
import Provider from "oidc-provider";
import { expect, onTestFinished, test, vi } from "vitest";
import { createEgress } from "@/lib/egress/fetch";
import { finishAuthorization, startAuthorization } from "@/lib/oauth/authorization";
import { discover } from "@/lib/oauth/discovery";
import { registerClient } from "@/lib/oauth/registration";
import { refreshTokens, revokeToken } from "@/lib/oauth/tokens";
import { listen, shut } from "../../support/ports";
import { redirectUri } from "./bench";

test("a provider somebody else wrote signs a person in, rotates and revokes", async () => {
  const { origin, resource } = await startOidcProvider();
  const allow = [new URL(origin).host];
  const egress = createEgress({ allow, dnsServers: [] });
  onTestFinished(() => egress.close());
  const reach = { fetch: egress.fetch, allow };

  const { server } = await discover({
    ...reach,
    serverUrl: new URL(resource),
    challenge: null,
    turnedAway: true,
    issuer: origin,
  });
  const scopes = ["openid", "offline_access", "crm.read"];
  const clientUri = "http://localhost:3000";
  const client = await registerClient({
    ...reach,
    server,
    clientName: "Patchbay",
    clientUri,
    redirectUri,
    scopes: [],
    tokenAuth: "auto",
  });
  const sent = { ...reach, server, client, redirectUri, resource };
  const { url, ...pending } = await startAuthorization({
    ...sent,
    scopes,
    extraParameters: {},
    allowUnstatedPkce: false,
  });

  const { searchParams: callback } = await clickThrough(url);
  const tokens = await finishAuthorization({ ...sent, ...pending, callback });
  expect(tokens).toMatchObject({ accessToken: expect.any(String), refreshToken: expect.any(String) });

  const old = { ...sent, refreshToken: tokens.refreshToken ?? "", scopes: ["crm.read"] };
  const renewed = await refreshTokens(old);
  if (renewed.kind !== "refreshed") throw new Error(renewed.sentence);
  expect(renewed.tokens.refreshToken).not.toBe(tokens.refreshToken);
  expect(renewed.tokens.scopes).toEqual(["crm.read"]);

  const token = renewed.tokens.refreshToken ?? "";
  expect(await revokeToken({ ...sent, token, hint: "refresh_token" })).toEqual({ kind: "revoked" });
  expect(await refreshTokens({ ...old, refreshToken: token })).toMatchObject({ kind: "refused" });
});

/** oidc-provider as its readme sets it up, with registration, revocation, rotation and one resource. */
async function startOidcProvider(): Promise<{ origin: string; resource: string }> {
  for (const method of ["info", "warn"] as const) vi.spyOn(console, method).mockImplementation(() => {});
  const server = createServer((request, response) => handler(request, response));
  const origin = `http://127.0.0.1:${await listen(server)}`;
  const resource = `${origin}/mcp`;
  const provider = new Provider(origin, {
    scopes: ["openid", "offline_access", "crm.read"],
    rotateRefreshToken: true,
    features: {
      registration: { enabled: true },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({ scope: "crm.read", accessTokenFormat: "opaque" }),
      },
    },
  });
  const handler = provider.callback();
  onTestFinished(() => shut(server));
  return { origin, resource };
}

/** Follows redirects and presses the first button of each form, with a cookie jar, until sent back to us. */
async function clickThrough(start: URL): Promise<URL> {
  const jar = new Map<string, string>();
  let next: { url: URL; form?: URLSearchParams } = { url: start };
  for (let step = 0; step < 12; step += 1) {
    const response = await fetch(next.url, {
      redirect: "manual",
      headers: { cookie: [...jar].map((pair) => pair.join("=")).join("; ") },
      ...(next.form && { method: "POST", body: next.form }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name = "", value = ""] = (cookie.split(";")[0] ?? "").split("=");
      jar.set(name, value);
    }
    const location = response.headers.get("location");
    const html = await response.text();
    if (location?.startsWith(redirectUri)) return new URL(location);
    if (location) next = { url: new URL(location, next.url) };
    if (!location) next = filledForm(html, next.url);
  }
  throw new Error("The provider never sent us back.");
}

function filledForm(html: string, page: URL): { url: URL; form: URLSearchParams } {
  const action = html.match(/<form[^>]*action="([^"]+)"/)?.[1];
  const prompt = html.match(/name="prompt" value="([^"]+)"/)?.[1];
  if (!action || !prompt) throw new Error(`No form: ${html.replace(/<[^>]+>/g, " ").slice(0, 200)}`);
  return { url: new URL(action, page), form: new URLSearchParams({ prompt, login: "ada", password: "x" }) };
}
