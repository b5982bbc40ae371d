/**
 * The check of a server address, the same while it is typed and each time it is called. Pure: no DNS.
 * The URL is read once, as browsers read it (WHATWG URL); the host that comes out is the only one anybody
 * looks at, so a spelling that hides an address (0x7f.1, full-width digits, percent signs) hides nothing.
 */
export function checkServerUrl(raw: string, allow: readonly string[]): AddressVerdict {
  const text = raw.trim();
  if (text === "") return refused("empty");
  if (text.length > URL_LENGTH_MAX) return refused("too-long");

  const url = URL.parse(text);
  if (!url) return refused(NUMERIC_HOST.test(text) ? "ip-literal" : "not-a-url");

  const reason = refusalOf(url, allow) ?? textRefusal(url);
  return reason ? refused(reason) : { ok: true, url: url.href };
}

/** `url` is the one canonical form: the one to show back, to store and to call. */
export type AddressVerdict =
  | { ok: true; url: string }
  | { ok: false; reason: AddressRefusal; sentence: string };

/** The part of the check that holds for every request, redirects and OAuth endpoints included. */
export function refusalOf(url: URL, allow: readonly string[]): AddressRefusal | null {
  if (url.protocol !== "https:" && url.protocol !== "http:") return "not-a-url";
  if (url.username !== "" || url.password !== "") return "user-info";
  if (BAD_PORTS.has(portOf(url))) return "bad-port";
  if (allows(url, allow)) return null;
  return hostRefusal(url.hostname) ?? (url.protocol === "http:" ? "not-https" : null);
}

/** Whether the operator listed exactly this host and port. */
export function allows(url: URL, allow: readonly string[]): boolean {
  return allow.includes(`${url.hostname}:${portOf(url)}`);
}

export function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "http:" ? 80 : 443;
}

/** Reads the operator's list, `host:port,host:port`. Throws a plain Error that names the entry it can't read. */
export function parseAllow(list: string): readonly string[] {
  return list
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "")
    .map((entry) => {
      const port = /^(?:\[[\da-f:.]+\]|[\p{L}\p{N}_.-]+):(\d{1,5})$/iu.exec(entry)?.[1];
      const url = port === undefined ? null : URL.parse(`http://${entry}`);
      if (!url) throw new Error(`PATCHBAY_EGRESS_ALLOW holds "${entry}", which is not host:port.`);
      return `${url.hostname}:${portOf(url)}`;
    });
}

/** What else helps where the address itself could be allowed. */
const ALLOWING = "or ask whoever runs this console to allow this address (PATCHBAY_EGRESS_ALLOW).";

/** The sentence for each refusal: what is wrong and what to enter instead. */
export const refusalSentences = {
  empty: "Enter the server's address.",
  "not-a-url": "Enter the whole address, starting with https://.",
  "too-long": "That address is too long: 2,048 characters is the most.",
  "not-https": "The address must start with https, so that nobody on the way can read the credentials.",
  "user-info": "Leave the user name and password out of the address. Credentials are entered separately.",
  fragment: "Leave out the # and what follows it. A server never sees that part.",
  "bad-port": "That port belongs to another kind of service. Use the port of a web server, such as 443.",
  "secret-in-query":
    "That looks like a key in the address, where everyone in the workspace could read it. Leave it out; each teammate enters their own under API key or Custom headers.",
  "ip-literal": `Enter the server's name instead of an IP address, ${ALLOWING}`,
  localhost: `localhost is this machine. Enter the name the server has on the internet, ${ALLOWING}`,
  "trailing-dot": "Leave out the dot at the end of the server's name.",
  "single-label": `Enter the full name of the server, such as mcp.example.com, ${ALLOWING}`,
  "special-name": `That name only works inside a private network. Enter a name that works on the internet, ${ALLOWING}`,
} as const satisfies Record<string, string>;

export type AddressRefusal = keyof typeof refusalSentences;

function refused(reason: AddressRefusal): AddressVerdict {
  return { ok: false, reason, sentence: refusalSentences[reason] };
}

/** What is wrong with an address that is to be stored and shown, though it could be called. */
function textRefusal(url: URL): AddressRefusal | null {
  if (url.href.includes("#")) return "fragment";
  return [...url.searchParams.keys()].some((name) => SECRET_NAME.test(name)) ? "secret-in-query" : null;
}

/** Names under which servers take credentials in a query. */
const SECRET_NAME =
  /(^|[_.-])(key|apikey|token|secret|password|passwd|pwd|auth|authorization|sig|signature|credential)s?$|api_?key|accesstoken/i;

/** `hostname` as WHATWG URL gives it: lower case, ASCII, IPv4 as four decimals, IPv6 in brackets. */
function hostRefusal(hostname: string): AddressRefusal | null {
  if (hostname.startsWith("[") || /^\d+(\.\d+){3}$/.test(hostname)) return "ip-literal";
  const name = hostname.replace(/\.$/, "");
  if (name === "localhost" || name.endsWith(".localhost")) return "localhost";
  if (name !== hostname) return "trailing-dot";
  if (!/^[\w.-]+$/.test(name) || name.includes("..")) return "not-a-url";
  if (!name.includes(".")) return "single-label";
  return SPECIAL_SUFFIXES.some((suffix) => name.endsWith(suffix)) ? "special-name" : null;
}

const URL_LENGTH_MAX = 2048;

/** An authority in brackets, or one that ends in a number: an IP address, if an invalid one. */
const NUMERIC_HOST =
  /^https?:[\\/]*(?:[^\\/?#]*@)?(?:\[|(?:[^\\/?#:]*\.)?(?:0x[0-9a-f]*|\d+)\.?(?:[\\/?#:]|$))/i;

/** Special-use and private-use names (RFC 6761, RFC 6762, RFC 7686, RFC 8375, RFC 9476) and customary ones. */
const SPECIAL_SUFFIXES = [
  ".alt",
  ".arpa",
  ".cluster",
  ".corp",
  ".domain",
  ".example",
  ".home",
  ".internal",
  ".intranet",
  ".invalid",
  ".lan",
  ".local",
  ".localdomain",
  ".mail",
  ".onion",
  ".private",
  ".svc",
  ".test",
  ".workgroup",
];

/** Ports on which browsers refuse to speak HTTP (WHATWG Fetch, "bad port"). */
const BAD_PORTS = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
  526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
  3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);
