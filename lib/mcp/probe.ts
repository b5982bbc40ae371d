import "server-only";
import { randomUUID } from "node:crypto";
import type { GuardedFetch } from "@/lib/egress/fetch";
import { listening } from "@/lib/egress/moments";
import { Failure } from "@/lib/errors";
import { isMcpFailure, type McpFailure, serverWords } from "./failure";
import type { Session } from "./handshake";
import { refusalOf, type Step } from "./probe-refusal";
import { type ProbeStep, type Report, startReport } from "./probe-report";
import { closeSession, sessionPool } from "./sessions";
import { type SignInKind, signInOfClosed, signInOfOpen } from "./sign-in-kind";
import { listTools } from "./tools";
import type { Era, Upstream } from "./upstream";
import { type Watched, watchFetch } from "./watch";

export type { ProbeStep } from "./probe-report";

/**
 * Looks at a server as a stranger would, without a credential: can it be
 * reached, does it speak MCP over Streamable HTTP, does it want a sign-in, what
 * does it offer. Reports each step as it ends and leaves no session behind.
 * Rejects only when stopped.
 */
export async function probeServer(input: ProbeInput): Promise<ProbeFinding> {
  const report = startReport(input.url, input.onStep);
  const watched = watchFetch((address, init) =>
    listening(report.connection, () => input.fetch(address, init)),
  );
  const upstream: Upstream = {
    key: `probe:${randomUUID()}`,
    url: input.url,
    era: null,
    fetch: watched.fetch,
  };
  const signal = input.signal ?? new AbortController().signal;

  try {
    const session = await sessionPool().use(upstream, signal, async (open) => open);
    report.reached("protocol");
    report.step("protocol", "ok", spokenSentence(session), { protocolVersion: session.protocolVersion });
    report.step("transport", "ok", "It uses Streamable HTTP.");
    return await findOffer(upstream, session, report, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof Failure)) throw error;
    if (isMcpFailure(error) && wantsSignIn(error, watched)) return await findClosed(upstream, error, report);
    return await refuse(error, input, watched, report);
  } finally {
    void closeSession(upstream.key);
  }
}

type ProbeInput = {
  url: URL;
  fetch: GuardedFetch;
  onStep: (step: ProbeStep) => void;
  signal?: AbortSignal | undefined;
};

export type ProbeFinding =
  | {
      kind: "usable";
      /** Null when the server says nothing about itself before a sign-in. */
      era: Era | null;
      protocolVersion: string | null;
      /** "credential": it turns strangers away and publishes no OAuth metadata, so a key or headers are needed. */
      signIn: SignInKind;
      /** Whether it turned us away for lack of one. An open server may announce OAuth as well. */
      isClosed: boolean;
      challenge: string | null;
      /** Null when they can't be seen without a sign-in. */
      tools: number | null;
      server: { name: string; version: string } | null;
    }
  | { kind: "refused"; step: Step; sentence: string };

function spokenSentence({ protocolVersion, server }: Session): string {
  const name = serverWords(server?.name ?? "", 80);
  return name ? `“${name}” speaks MCP ${protocolVersion}.` : `It speaks MCP ${protocolVersion}.`;
}

/** The server greeted us; what is left is whether its tools are open as well. */
async function findOffer(
  upstream: Upstream,
  session: Session,
  report: Report,
  signal: AbortSignal,
): Promise<ProbeFinding> {
  const listed = await listTools(upstream, { signal }).catch((error: unknown) => {
    if (error instanceof Failure) return error;
    throw error;
  });
  signal.throwIfAborted();
  if (!(listed instanceof Failure))
    report.step("tools", "ok", countSentence(listed.tools.length), countOf(listed));

  const isClosed = isMcpFailure(listed) && listed.kind === "unauthorized";
  const challenge = isClosed ? listed.challenge : null;
  const signIn = isClosed
    ? await signInOfClosed(upstream.url, challenge, upstream.fetch)
    : await signInOfOpen(upstream.url, upstream.fetch);

  report.step("sign-in", "ok", SIGN_IN_SENTENCES[signIn], isClosed ? { status: 401 } : {});
  if (isClosed) report.step("tools", "skipped", TOOLS_HIDDEN);
  else if (listed instanceof Failure) report.step("tools", "failed", listed.message);

  const { era, protocolVersion, server } = session;
  const tools = listed instanceof Failure ? null : listed.tools.length;
  return { kind: "usable", era, protocolVersion, signIn, isClosed, challenge, tools, server };
}

/** The server turned us away at the door, so what it speaks is not known yet. */
async function findClosed(upstream: Upstream, failure: McpFailure, report: Report): Promise<ProbeFinding> {
  report.reached("protocol");
  report.step(
    "protocol",
    "skipped",
    "Which version of MCP it speaks can be seen once somebody has signed in.",
  );
  report.step("transport", "ok", "It takes requests as Streamable HTTP does.");
  const { challenge, status = 401 } = failure;
  const signIn = await signInOfClosed(upstream.url, challenge, upstream.fetch);
  report.step("sign-in", "ok", SIGN_IN_SENTENCES[signIn], {
    status,
    challenge: challenge ? "present" : "absent",
  });
  report.step("tools", "skipped", TOOLS_HIDDEN);
  const unseen = { era: null, protocolVersion: null, tools: null, server: null };
  return { kind: "usable", signIn, isClosed: true, challenge, ...unseen };
}

async function refuse(
  failure: Failure,
  input: ProbeInput,
  watched: Watched,
  report: Report,
): Promise<ProbeFinding> {
  const refusal = await refusalOf(failure, {
    url: input.url,
    fetch: input.fetch,
    last: watched.last(),
    underWay: report.underWay(),
  });
  report.reached(refusal.step);
  report.step(refusal.step, "failed", refusal.sentence);
  return { kind: "refused", ...refusal };
}

/** 401 says so. Some gateways say 403 to a missing key; a page that says 403 is a firewall's or a web site's. */
function wantsSignIn({ kind, challenge }: McpFailure, watched: Watched): boolean {
  if (kind === "unauthorized") return true;
  return (
    kind === "forbidden" && (challenge !== null || watched.last()?.contentType.includes("json") === true)
  );
}

const SIGN_IN_SENTENCES: Record<SignInKind, string> = {
  none: "It needs no sign-in.",
  oauth: "People sign in to it with OAuth.",
  credential: "It wants a credential and says nothing about OAuth, so an API key or headers are needed.",
};

const TOOLS_HIDDEN = "Its tools can be seen once somebody has signed in.";

function countSentence(count: number): string {
  if (count === 0) return "It lists no tools.";
  return count === 1 ? "It lists 1 tool." : `It lists ${count.toLocaleString("en")} tools.`;
}

function countOf({ tools, unusable }: { tools: unknown[]; unusable: unknown[] }): Record<string, number> {
  return { tools: tools.length, ...(unusable.length > 0 ? { unusable: unusable.length } : {}) };
}
