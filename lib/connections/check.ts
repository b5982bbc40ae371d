import "server-only";
import { type Actor, authorize } from "@/lib/access/actor";
import { operatorAllow } from "@/lib/egress/allow";
import { guardedFetch } from "@/lib/egress/fetch";
import { checkServerUrl } from "@/lib/egress/schema";
import { type ProbeFinding, probeServer } from "@/lib/mcp/probe";
import { discover } from "@/lib/oauth/discovery";
import { OAuthFailure } from "@/lib/oauth/failure";
import { sentences } from "@/lib/oauth/sentences";
import type { TraceStep } from "@/lib/oauth/trace";
import type { CheckStep, CheckVerdict } from "./schema";

type Usable = Extract<ProbeFinding, { kind: "usable" }>;
type OnStep = (step: CheckStep) => void;

/**
 * Tries an address as a stranger would, without any credential, and reports each
 * step as it ends. Changes nothing, registers nothing.
 */
export async function checkServer(
  actor: Actor,
  input: { url: string; issuer: string | null; onStep: OnStep; signal?: AbortSignal },
): Promise<CheckVerdict> {
  authorize(actor, "connections.manage");

  const verdict = checkServerUrl(input.url, operatorAllow());
  if (!verdict.ok) {
    input.onStep({
      step: "address",
      outcome: "failed",
      sentence: verdict.sentence,
      durationMs: 0,
      detail: {},
    });
    return { kind: "refused", sentence: verdict.sentence };
  }
  const url = new URL(verdict.url);
  const finding = await probeServer({
    url,
    fetch: guardedFetch,
    onStep: input.onStep,
    ...(input.signal && { signal: input.signal }),
  });
  if (finding.kind === "refused") return { kind: "refused", sentence: finding.sentence };
  if (finding.signIn === "oauth") return checkOAuth(url, finding, input);

  const sentence =
    finding.signIn === "none"
      ? `It answers without a sign-in${finding.tools === null ? "" : ` and offers ${counted(finding.tools)}`}.`
      : "It wants a credential and announces no OAuth: an API key or custom headers will do.";
  return {
    kind: "usable",
    url: url.href,
    found: finding.signIn,
    registration: null,
    tools: finding.tools,
    sentence,
  };
}

async function checkOAuth(
  url: URL,
  finding: Usable,
  { issuer, onStep }: { issuer: string | null; onStep: OnStep },
): Promise<CheckVerdict> {
  try {
    const found = await discover({
      serverUrl: url,
      challenge: finding.challenge,
      turnedAway: finding.signIn !== "none",
      issuer,
      fetch: guardedFetch,
      trace: (step) => onStep(toCheckStep(step)),
    });
    const { registration, basis } = found;
    const where = `We found OAuth at ${new URL(found.server.issuer).host}${GUESS[basis]}.`;
    const sentence = `${where} ${REGISTRATION[registration]}`;
    return { kind: "usable", url: url.href, found: "oauth", registration, tools: finding.tools, sentence };
  } catch (error) {
    if (!(error instanceof OAuthFailure)) throw error;
    onStep({ step: "sign-in", outcome: "failed", sentence: error.message, durationMs: 0, detail: {} });
    return { kind: "refused", sentence: error.message };
  }
}

const GUESS = {
  named: "",
  own: ", which is a guess: the server does not say who signs people in to it, and its own address describes a sign-in server",
  prescribed:
    ", which is a guess: the server publishes nothing about signing in, and something answers where MCP 2025-03-26 puts a sign-in server",
} as const;

const REGISTRATION = {
  "metadata-document": "Patchbay introduces itself with its client metadata document. Nothing to enter.",
  dynamic: "Patchbay registers itself automatically (RFC 7591). Nothing to enter.",
  manual: sentences.noRegistration,
} as const;

function toCheckStep({ host, detail, ...step }: TraceStep): CheckStep {
  return {
    ...step,
    step: step.step === "registration" ? "registration" : "sign-in",
    detail: { host, ...detail },
  };
}

function counted(tools: number): string {
  return tools === 1 ? "1 tool" : `${tools} tools`;
}
