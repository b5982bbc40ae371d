import "server-only";
import { genericGrantRequest } from "openid-client";
import { failureIn } from "@/lib/errors";
import { hostOf, type Reach } from "./endpoints";
import { grantRefusal, lifetimeOf, tokenConfiguration, tokenSet } from "./grant";
import { parseJson, readText } from "./lenient";
import type { AuthorizationServer } from "./metadata";
import type { OAuthClient } from "./registration";
import { sentences } from "./sentences";
import { askedAlone, type Refresh } from "./tokens";
import { type Trace, traced } from "./trace";

/**
 * A company's identity provider vouches for a person to the authorization server
 * of an MCP server (MCP extension enterprise-managed-authorization, SEP-990). The
 * word it gives, an ID-JAG, is for that one server; it is passed on at once, and
 * neither kept nor logged.
 */
export async function requestVouchedTokens(input: {
  company: Party;
  provider: Party;
  idToken: string;
  resource: string | null;
  scopes: string[];
  fetch: Reach["fetch"];
  trace?: Trace | undefined;
}): Promise<Refresh> {
  const { company, provider, trace } = input;
  const exchange = { step: "token-exchange", host: hostOf(company.server.tokenEndpoint) };
  const word = await traced(trace, exchange, () => askCompany(input), wordFinding);
  if (word.kind !== "given") return word;

  const grant = { step: "jwt-bearer", host: hostOf(provider.server.tokenEndpoint) };
  return traced(trace, grant, () => askProvider(input, word.idJag), tokensFinding);
}

type Party = { server: AuthorizationServer; client: OAuthClient };
type Input = Parameters<typeof requestVouchedTokens>[0];
type Word = { kind: "given"; idJag: string } | Exclude<Refresh, { kind: "refreshed" }>;

/** Token exchange (RFC 8693 §2.1): the person's ID token for a word to one authorization server about one resource. */
async function askCompany({ company, provider, idToken, fetch, ...input }: Input): Promise<Word> {
  const host = hostOf(company.server.issuer);
  try {
    const configuration = tokenConfiguration({ ...company, fetch }, ["issued_token_type"]);
    const answer = await genericGrantRequest(configuration, TOKEN_EXCHANGE, {
      subject_token: idToken,
      subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
      requested_token_type: ID_JAG,
      audience: provider.server.issuer,
      ...askedAlone(input),
    });
    const idJag = answer.access_token;
    const isWord = answer["issued_token_type"] === ID_JAG && typeOf(idJag) === "oauth-id-jag+jwt";
    return isWord ? { kind: "given", idJag } : refused("invalid-grant", sentences.companyCannot(host));
  } catch (error) {
    const reason = grantRefusal(error);
    if (reason.kind === "unavailable")
      return {
        kind: "unavailable",
        sentence: sentences.companyDown(host, failureIn(error)?.message ?? "It did not answer as it should."),
      };
    if (reason.code === "invalid_client")
      return refused("invalid-grant", sentences.companyClientRefused(host));
    const cannot = ["unsupported_grant_type", "unauthorized_client"].includes(reason.code);
    return refused("invalid-grant", cannot ? sentences.companyCannot(host) : sentences.companyRefused(host));
  }
}

/** RFC 7523 §2.1. Without a refresh token: the company is asked again, so that it has the last word. */
async function askProvider({ provider, fetch, ...input }: Input, idJag: string): Promise<Refresh> {
  try {
    const { scope } = askedAlone(input);
    const answer = await genericGrantRequest(tokenConfiguration({ ...provider, fetch }), JWT_BEARER, {
      assertion: idJag,
      ...(scope && { scope }),
    });
    return { kind: "refreshed", tokens: { ...tokenSet(answer), refreshToken: null } };
  } catch (error) {
    const reason = grantRefusal(error);
    if (reason.kind === "unavailable") return reason;
    if (reason.code === "invalid_client") return refused("invalid-client", sentences.secretRefused);
    const cannot = ["unsupported_grant_type", "unauthorized_client"].includes(reason.code);
    return refused("invalid-grant", cannot ? sentences.vouchedUnknown : sentences.vouchedRefused);
  }
}

const TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
const JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const ID_JAG = "urn:ietf:params:oauth:token-type:id-jag";

/** What a JWT says it is; its claims are for whom it is meant. */
function typeOf(jwt: string): string | null {
  const header = Buffer.from(jwt.split(".")[0] ?? "", "base64url").toString("utf8");
  return readText(parseJson(header)?.typ);
}

function refused(reason: "invalid-grant" | "invalid-client", sentence: string) {
  return { kind: "refused", reason, sentence } as const;
}

function wordFinding(word: Word) {
  return word.kind === "given"
    ? ({ outcome: "ok", sentence: "The company's identity provider vouches for the person." } as const)
    : ({ outcome: "failed", sentence: word.sentence } as const);
}

function tokensFinding(outcome: Refresh) {
  return outcome.kind === "refreshed"
    ? ({
        outcome: "ok",
        sentence: "The provider takes its word.",
        detail: lifetimeOf(outcome.tokens),
      } as const)
    : ({ outcome: "failed", sentence: outcome.sentence } as const);
}
