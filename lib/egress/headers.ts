import "server-only";
import { EgressFailure } from "./failure";
import { fieldValueSentence, framing, isFieldName, isFieldValue } from "./fields";

export { checkHeader } from "./fields";

/**
 * The headers of a request as the socket will carry them. Throws an EgressFailure that names the offending
 * header and never quotes its value, as the library's own errors do.
 */
export function outgoingHeaders(given: HeadersInit | undefined): Headers {
  const headers = new Headers();
  for (const [name, value] of pairsOf(given)) {
    if (!isFieldName(name))
      throw new EgressFailure("headers", "A header to send has a name that is not allowed.");
    if (framing.has(name.toLowerCase()))
      throw new EgressFailure("headers", `${name} is set by the console itself.`);
    if (!isFieldValue(value.trim())) throw new EgressFailure("headers", fieldValueSentence(name));
    headers.append(name, value);
  }
  return headers;
}

function pairsOf(given: HeadersInit | undefined): Iterable<readonly [string, string]> {
  if (given === undefined) return [];
  if (given instanceof Headers) return given;
  return Array.isArray(given)
    ? given.map(([name, value]) => [name ?? "", value ?? ""])
    : Object.entries(given);
}
