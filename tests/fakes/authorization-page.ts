import type { RegisteredClient } from "./authorization-clients";
import type { Canned } from "./authorization-faults";
import type { AuthorizationRequest, Site } from "./authorization-server";

/** Shows the consent page, and takes what the person pressed on it. */
export async function authorize(site: Site, request: AuthorizationRequest): Promise<Canned> {
  const asked = request.method === "POST" ? new URLSearchParams(request.body) : request.query;
  const client = await site.clients.find(asked.get("client_id") ?? "");
  if (!client) return page(400, "<h1>Unknown client</h1>");
  if (!client.redirectUris.includes(asked.get("redirect_uri") ?? ""))
    return page(400, "<h1>Unknown redirect</h1>");

  const error = mistakeIn(site, asked);
  if (error) return goBack(site, asked, { error });
  if (request.method !== "POST") return page(200, consent(site, client, asked));
  if (asked.get("decision") !== "allow") {
    return goBack(site, asked, { error: "access_denied", error_description: "The person said no." });
  }
  return goBack(site, asked, { code: issueCode(site, client, asked) });
}

function mistakeIn({ options }: Site, asked: URLSearchParams): string | null {
  if (asked.get("response_type") !== "code") return "unsupported_response_type";
  if (asked.get("code_challenge_method") !== "S256" || !asked.get("code_challenge")) return "invalid_request";
  const isKnown = (scope: string) => options.scopes?.includes(scope) ?? true;
  return scopesOf(asked).every(isKnown) ? null : "invalid_scope";
}

function issueCode({ grants }: Site, client: RegisteredClient, asked: URLSearchParams): string {
  return grants.issueCode({
    person: asked.get("person") ?? "",
    clientId: client.clientId,
    scopes: scopesOf(asked),
    resource: asked.get("resource"),
    redirectUri: asked.get("redirect_uri") ?? "",
    challenge: asked.get("code_challenge") ?? "",
    nonce: asked.get("nonce"),
  });
}

function scopesOf(asked: URLSearchParams): string[] {
  return (asked.get("scope") ?? "").split(" ").filter((scope) => scope !== "");
}

function goBack(site: Site, asked: URLSearchParams, result: Record<string, string>): Canned {
  const url = new URL(asked.get("redirect_uri") ?? "");
  const iss = site.faults.iss === "right" ? site.issuer : site.faults.iss;
  const state = asked.get("state");
  for (const [name, value] of Object.entries({ ...result, state, iss })) {
    if (value !== null) url.searchParams.append(name, value);
  }
  return { status: 303, headers: { location: url.href } };
}

function consent({ options }: Site, client: RegisteredClient, asked: URLSearchParams): string {
  const hidden = [...asked].map(
    ([name, value]) => `<input type="hidden" name="${text(name)}" value="${text(value)}">`,
  );
  const people = (options.people ?? ["ada", "grace"]).map((name) => `<option>${text(name)}</option>`);
  const scopes = scopesOf(asked).map((scope) => `<li>${text(scope)}</li>`);
  return `
    <h1>${text(client.clientName)} asks for access</h1>
    <p>It will act for you at <strong>${text(asked.get("resource") ?? "this provider")}</strong>.</p>
    ${scopes.length > 0 ? `<ul>${scopes.join("")}</ul>` : ""}
    <form method="post" action="">
      ${hidden.join("\n      ")}
      <p><label>Log in as <select name="person">${people.join("")}</select></label></p>
      <button name="decision" value="allow">Allow</button>
      <button name="decision" value="deny">Deny</button>
    </form>`;
}

function page(status: number, body: string): Canned {
  return {
    status,
    body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Consent</title>
    <style>body{font:16px/1.5 system-ui;max-width:26rem;margin:4rem auto;padding:0 1rem}button{font:inherit;padding:.4rem 1rem}</style>
    </head><body>${body}</body></html>`,
  };
}

function text(value: string): string {
  return value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
