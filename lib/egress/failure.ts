import "server-only";
import { Failure } from "@/lib/errors";

/** A request to the outside that came to nothing. The sentence says whose side it is on and quotes no foreign text. */
export class EgressFailure extends Failure {
  constructor(
    readonly kind: EgressKind,
    sentence: string,
    options?: ErrorOptions,
  ) {
    super("upstream", sentence, options);
    this.name = "EgressFailure";
  }
}

export type EgressKind =
  | "address"
  | "dns"
  | "connect"
  | "tls"
  | "timeout"
  | "too-large"
  | "redirect"
  | "headers"
  | "reset";

/** Finds the failure inside an error that a library has wrapped, or null. */
export function egressFailureIn(error: unknown): EgressFailure | null {
  let current = error;
  for (let depth = 0; depth < WRAPPERS_MAX && current instanceof Error; depth++) {
    const failure = ownFailure(current);
    if (failure) return failure;
    current = current.cause;
  }
  return null;
}

/** The failure that `error`, thrown while talking to `host`, means for a person. */
export function egressFailureOf(error: unknown, host: string): EgressFailure {
  const found = egressFailureIn(error);
  if (found) return found;
  const [kind, sentence] = meaningOf(codeOf(error));
  return new EgressFailure(kind, `${host} ${sentence}`, { cause: error });
}

/** One process may hold this module twice (one copy for each bundle), so the name decides and not the class. */
function ownFailure(error: Error): EgressFailure | null {
  if (error instanceof EgressFailure) return error;
  if (error.name !== "EgressFailure" || !("kind" in error)) return null;
  return new EgressFailure(error.kind as EgressKind, error.message, { cause: error });
}

/** The parser's errors have no code for text that is no HTTP from the first byte on. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}

type Meaning = readonly [EgressKind, string];

function meaningOf(code: string): Meaning {
  const meaning = MEANINGS[code];
  if (meaning) return meaning;
  if (code.startsWith("HPE_") || code === "HTTPParserError")
    return ["headers", "did not answer with valid HTTP."];
  if (code.startsWith("Z_") || code.startsWith("ERR_BROTLI")) return UNPACK;
  if (code.startsWith("ERR_SSL_") || code.startsWith("ERR_TLS_") || code === "EPROTO") return HANDSHAKE;
  return ["connect", "could not be reached."];
}

const UNTRUSTED: Meaning = ["tls", "has a certificate that no authority known to this console has signed."];
const CLOSED: Meaning = ["reset", "closed the connection before its answer was complete."];
const UNREACHABLE: Meaning = ["connect", "could not be reached."];
const UNPACK: Meaning = ["reset", "sent a compressed answer that can't be unpacked."];
const HANDSHAKE: Meaning = [
  "tls",
  "could not agree on a secure connection. Check that it serves https on this port.",
];

const MEANINGS: Record<string, Meaning> = {
  ECONNREFUSED: ["connect", "refused the connection."],
  EHOSTUNREACH: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  ETIMEDOUT: ["connect", "did not accept the connection in time."],
  ECONNRESET: CLOSED,
  EPIPE: CLOSED,
  UND_ERR_SOCKET: CLOSED,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: CLOSED,
  UND_ERR_HEADERS_OVERFLOW: ["headers", "sent more headers than the 16 KiB this console reads."],
  HPE_HEADER_OVERFLOW: ["headers", "sent more headers than the 16 KiB this console reads."],
  ERR_TLS_CERT_ALTNAME_INVALID: ["tls", "has a certificate for another name."],
  CERT_HAS_EXPIRED: ["tls", "has a certificate that has expired."],
  CERT_NOT_YET_VALID: ["tls", "has a certificate that is not valid yet."],
  CERT_REVOKED: ["tls", "has a certificate that was revoked."],
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  CERT_UNTRUSTED: UNTRUSTED,
  ERR_SSL_UNSUPPORTED_PROTOCOL: ["tls", "only speaks a version of TLS that is no longer safe."],
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: ["tls", "only speaks a version of TLS that is no longer safe."],
};

const WRAPPERS_MAX = 10;
