import "server-only";

/**
 * Masks secrets in a text that is about to be logged or shown: by value for those this process has handled
 * lately, by shape for those it has not. Values are also found in their URL-encoded and base64 forms.
 */
export function redact(text: string): string {
  let masked = text;
  for (const forms of known.values()) {
    for (const form of forms) {
      if (masked.includes(form)) masked = masked.replaceAll(form, MASK);
    }
  }
  return SHAPES.reduce((result, [shape, replacement]) => result.replace(shape, replacement), masked);
}

/** Remembers a secret, and each text inside it when it is JSON. The oldest of a bounded set are forgotten. */
export function registerSecret(secret: string): void {
  const forms = known.get(secret) ?? textsIn(secret).flatMap(formsOf);
  known.delete(secret);
  known.set(secret, forms);
  const oldest = known.size > KNOWN_MAX ? known.keys().next().value : undefined;
  if (oldest !== undefined) known.delete(oldest);
}

function textsIn(secret: string): string[] {
  if (!/^[[{]/.test(secret)) return [secret];
  const texts: string[] = [secret];
  try {
    JSON.parse(secret, (_key, value) => {
      if (typeof value === "string") texts.push(value);
      return value;
    });
  } catch {
    return [secret];
  }
  return texts;
}

/** Short texts are left alone: masking every "json" would hide more than it protects. */
function formsOf(text: string): string[] {
  const trimmed = text.trim();
  if (trimmed.length < LENGTH_MIN) return [];
  const base64 = Buffer.from(trimmed).toString("base64").replace(/=+$/, "");
  const base64url = Buffer.from(trimmed).toString("base64url");
  return [...new Set([trimmed, encodeURIComponent(trimmed), base64, base64url])];
}

/** One memory for the process, however many copies of this module the bundler makes. */
const shared = globalThis as typeof globalThis & { patchbaySecrets?: Map<string, readonly string[]> };
shared.patchbaySecrets ??= new Map();
const known = shared.patchbaySecrets;
const KNOWN_MAX = 1000;
const LENGTH_MIN = 8;
const MASK = "[redacted]";

const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic|DPoP)(\s+)[A-Za-z0-9._~+/-]{4,}=*/gi, `$1$2${MASK}`],
  [/\beyJ[\w-]{8,}\.[\w-]{4,}\.[\w-]*/g, MASK],
  [
    /\b(access_token|refresh_token|id_token|client_secret|code_verifier)(["']?\s*[=:]\s*["']?)[^\s"'&,;}]+/gi,
    `$1$2${MASK}`,
  ],
  // Our own tokens: a prefix, 43 characters and a checksum.
  [/\b[a-z]{2,10}_[0-9A-Za-z]{49}\b/g, MASK],
];
