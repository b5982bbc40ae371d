import "server-only";
import { type EgressKind, egressFailureIn } from "@/lib/egress/failure";
import type { GuardedFetch } from "@/lib/egress/fetch";
import type { Failure } from "@/lib/errors";
import { isMcpFailure, type McpFailure } from "./failure";
import { speaksHttpSse } from "./old-transport";
import type { LastAnswer } from "./watch";

export type Step = "address" | "tls" | "protocol" | "transport" | "sign-in" | "registration" | "tools";

/** At which step a server that could not be greeted failed, and the sentence for the one who entered its address. */
export async function refusalOf(
  failure: Failure,
  {
    url,
    fetch: send,
    last,
    underWay,
  }: { url: URL; fetch: GuardedFetch; last: LastAnswer; underWay: "address" | "tls" | "protocol" },
): Promise<{ step: Step; sentence: string }> {
  const egress = egressFailureIn(failure);
  if (egress)
    return {
      step: egress.kind === "timeout" ? waitedAt(underWay, last) : STEPS[egress.kind],
      sentence: egress.message,
    };
  if (!isMcpFailure(failure)) return { step: "protocol", sentence: failure.message };

  if (mayBeOldTransport(failure) && (await speaksHttpSse(url, send))) {
    return {
      step: "transport",
      sentence:
        "This server only speaks the older HTTP+SSE transport. Patchbay needs Streamable HTTP; ask for an address that offers it, often ending in /mcp.",
    };
  }
  return { step: "protocol", sentence: sentenceFor(failure, last) };
}

function waitedAt(underWay: Step, last: LastAnswer): Step {
  return last ? "transport" : underWay;
}

const STEPS: Record<Exclude<EgressKind, "timeout">, Step> = {
  address: "address",
  dns: "address",
  connect: "address",
  tls: "tls",
  redirect: "transport",
  headers: "transport",
  reset: "transport",
  "too-large": "transport",
};

/** A POST that such a server declines in one of three ways, without a JSON-RPC error of the 2026 era. */
function mayBeOldTransport({ kind, status, rpcCode }: McpFailure): boolean {
  const isModern = rpcCode !== undefined && MODERN_CODES.has(rpcCode);
  return (kind === "status" || kind === "protocol") && DECLINED.has(status ?? 0) && !isModern;
}

const DECLINED = new Set([400, 404, 405]);
const UNSUPPORTED_VERSION = -32022;
const MODERN_CODES = new Set([-32020, -32021, UNSUPPORTED_VERSION]);

function sentenceFor(failure: McpFailure, last: LastAnswer): string {
  const { kind, status = 0, rpcCode, message } = failure;
  if (rpcCode === UNSUPPORTED_VERSION) return UNKNOWN_VERSIONS;
  if (kind === "protocol" || kind === "timeout" || kind === "cut-off") return message;
  if (status === 404) return `There is no MCP server at this address (HTTP 404). ${HINT}`;
  if (status >= 500 || status === 429) return message;
  if (last?.contentType.includes("html")) {
    return `This address answers with a web page, not as an MCP server. ${HINT}`;
  }
  if (status === 405) return `This address does not accept what an MCP server accepts (HTTP 405). ${HINT}`;
  if (last?.contentType.includes("json")) {
    return `This address answers with JSON, but not as an MCP server. ${HINT}`;
  }
  return `Something answers at this address, but it is not an MCP server. ${HINT}`;
}

const UNKNOWN_VERSIONS = "This server only speaks versions of MCP that Patchbay does not know.";
const HINT = "Check the path: it often ends in /mcp.";
