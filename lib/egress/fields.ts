/**
 * Which headers a person may have sent on their behalf. Returns null when `name` and `value` are fine, else a
 * sentence that names the header and never its value. The same rule holds when it is typed and when it is sent.
 */
export function checkHeader(name: string, value: string): string | null {
  if (name.trim() === "") return "Enter the header's name.";
  if (!isFieldName(name.trim()))
    return "A header's name is up to 64 letters, digits, hyphens and underscores.";
  if (isReserved(name.trim())) return `${name.trim()} is set by the console itself. Choose another header.`;
  return isFieldValue(value.trim()) ? null : fieldValueSentence(name.trim());
}

/** RFC 9110 §5.1: a token. */
export function isFieldName(name: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$/.test(name);
}

/** Visible ASCII, spaces and tabs: what every server reads alike (RFC 9110 §5.5). */
export function isFieldValue(value: string): boolean {
  return value.length <= VALUE_LENGTH_MAX && /^[\t\x20-\x7e]*$/.test(value);
}

export function fieldValueSentence(name: string): string {
  return `The value of ${name} is too long for a header or has a character that a header can't carry, such as a line break.`;
}

/** Headers that carry the protocol, or that say who is asking and from where. */
export function isReserved(name: string): boolean {
  const lower = name.toLowerCase();
  return RESERVED.has(lower) || RESERVED_PREFIXES.some((prefix) => lower.startsWith(prefix));
}

/** Headers that frame the message: never taken from a caller, whoever it is (RFC 9110 §7.6.1). */
export const framing: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

const RESERVED = new Set([
  ...framing,
  "accept",
  "accept-encoding",
  "content-encoding",
  "content-type",
  "cookie",
  "cookie2",
  "forwarded",
  "last-event-id",
  "origin",
  "set-cookie",
  "set-cookie2",
  "via",
]);

const RESERVED_PREFIXES = ["mcp-", "proxy-", "sec-", "x-forwarded-"];

const VALUE_LENGTH_MAX = 8192;
