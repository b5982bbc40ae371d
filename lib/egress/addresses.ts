import "server-only";
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/**
 * Whether an address, as DNS or a socket gives it, is one anybody on the internet could reach.
 * IPv6 has to be in 2000::/3, the only space given out so far (RFC 4291 §2.4): that alone refuses the forms
 * that carry an IPv4 address inside them. Both families have to be ordinary unicast and off the extra list.
 */
export function isPublicAddress(ip: string): boolean {
  if (isIP(ip) === 0 || ip.includes("%")) return false;
  const address = ipaddr.parse(ip);
  if (address.kind() === "ipv6" && !address.match(GLOBAL_UNICAST)) return false;
  return (
    address.range() === "unicast" &&
    !EXTRA.some((net) => net[0].kind() === address.kind() && address.match(net))
  );
}

/** Whether two spellings are one address; an IPv4 address mapped into IPv6 counts as itself. */
export function isSameAddress(one: string, other: string): boolean {
  return ipaddr.process(one).toNormalizedString() === ipaddr.process(other).toNormalizedString();
}

const GLOBAL_UNICAST = ipaddr.parseCIDR("2000::/3");

/** Unicast by the book, but a cloud's inner service or a special-purpose block (IANA registries). */
const EXTRA = [
  "168.63.129.16/32", // Azure's wire server answers inside each virtual machine.
  "192.88.99.0/24", // 6to4 relay anycast, deprecated (RFC 7526).
  "2001::/23", // IETF protocol assignments: Teredo, ORCHID, benchmarking (RFC 2928).
  "2001:db8::/32",
  "2002::/16", // 6to4 carries an IPv4 address inside.
  "3fff::/20",
].map((net) => ipaddr.parseCIDR(net));
