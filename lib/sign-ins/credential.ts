import "server-only";
import type { Settings } from "@/lib/connections/schema";
import { seal, unseal } from "@/lib/secrets/seal";

/**
 * What a person proved themselves with. It is sealed with the address it was
 * entered for, so that a row moved to another address no longer opens.
 */
export type Credential =
  | { kind: "key"; key: string }
  | { kind: "headers"; values: Record<string, string> }
  | { kind: "oauth"; tokens: StoredTokens };

export type StoredTokens = {
  /** The OAuth client they were given to: no other may renew or revoke them (RFC 6749 section 6). */
  clientId: string;
  accessToken: string;
  refreshToken: string | null;
  /** Milliseconds since the epoch. Null: the provider did not say. */
  expiresAt: number | null;
  /** From when on it is renewed ahead of its end. */
  renewAt: number | null;
  /** Given by the word of the company's identity provider, which is asked again instead of a refresh. */
  vouched?: true;
};

type Place = { id: string; boundUrl: string };

export function sealCredential(credential: Credential, place: Place): string {
  return seal(JSON.stringify(credential), contextOf(place));
}

export function openCredential(sealed: string, place: Place): Credential {
  // Safe: only sealCredential makes this text, and the seal proves it.
  return JSON.parse(unseal(sealed, contextOf(place))) as Credential;
}

/**
 * Renewal starts at 80 % of a token's life or a minute before its end, whichever
 * is earlier. A token that lives two minutes or less would then be renewed in its
 * first half, and one of a minute at each call; those are renewed half-way.
 */
export function toStoredTokens(
  tokens: Omit<StoredTokens, "expiresAt" | "renewAt"> & { expiresAt: Date | null },
  now: number,
): StoredTokens {
  const { expiresAt, clientId, accessToken, refreshToken, vouched } = tokens;
  const kept = { clientId, accessToken, refreshToken, ...(vouched && { vouched }) };
  if (!expiresAt) return { ...kept, expiresAt: null, renewAt: null };
  const life = expiresAt.getTime() - now;
  const renewAt = now + Math.min(0.8 * life, Math.max(life - 60_000, life / 2));
  return { ...kept, expiresAt: expiresAt.getTime(), renewAt };
}

export function isDue({ renewAt }: StoredTokens): boolean {
  return renewAt !== null && Date.now() >= renewAt;
}

/** Whether the provider said that they would have ended by now. */
export function isOver({ expiresAt }: StoredTokens): boolean {
  return expiresAt !== null && Date.now() >= expiresAt;
}

/** The tokens of a sign-in by OAuth, or null. */
export function tokensOf(row: Place & { credential: string | null }): StoredTokens | null {
  if (!row.credential) return null;
  const credential = openCredential(row.credential, row);
  return credential.kind === "oauth" ? credential.tokens : null;
}

/** The headers that a key or header values become, as the connection wants them. */
export function staticHeaders(parsed: Settings, credential: Credential): Record<string, string> {
  if (parsed.authorization === "apiKey" && credential.kind === "key") {
    return { [parsed.header]: [parsed.prefix, credential.key].filter(Boolean).join(" ") };
  }
  if (parsed.authorization !== "headers" || credential.kind !== "headers") return {};
  // Only what is still asked of each person: a header may have become everyone's since, or been dropped.
  const own = new Set(parsed.headers.filter(({ shared }) => !shared).map(({ name }) => name));
  return Object.fromEntries(Object.entries(credential.values).filter(([name]) => own.has(name)));
}

function contextOf({ id, boundUrl }: Place) {
  return { table: "SignIn", row: id, purpose: `credential for ${boundUrl}` };
}
