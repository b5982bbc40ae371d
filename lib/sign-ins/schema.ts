import { z } from "zod";
import type { Method } from "@/lib/connections/policy";

/** The same six everywhere. A connection that needs no sign-in counts as connected. */
export type SignInState =
  | "notSignedIn"
  | "connecting"
  | "connected"
  | "needsReconnect"
  | "unavailable"
  | "error";

/** As whom a server sees somebody's calls: as them, as the workspace, whose credential everyone shares, or as nobody in particular. */
export type CalledAs = "person" | "workspace" | "nobody";

/** Somebody's sign-in to a connection, as they may see it. No field of it can hold a secret. */
export type SignInView = {
  connectionId: string;
  connectionName: string;
  host: string;
  method: Method;
  /** False for an open server, and where the admin gave every header: then there is nothing to sign in to. */
  needsCredential: boolean;
  /** The workspace's one sign-in, which an admin made for everyone. */
  shared: boolean;
  state: SignInState;
  /** The company vouches for them, so that their next call signs them in by itself. */
  vouched: boolean;
  /** A sentence: why it is as it is. Null when there is nothing to say. */
  reason: string | null;
  since: Date | null;
  lastUsedAt: Date | null;
  scopes: string[];
  missing: MissingPermission | null;
  /** Whether a credential is kept that is still good for the connection's address, so that it need not be entered again. */
  isStored: boolean;
};

/**
 * What a server asked for beyond what a sign-in allows. `wanted`: the person has not answered.
 * `denied`: they, or the provider, did not grant it. `refused`: it was granted, and the server is never satisfied.
 */
export type MissingPermission = { scopes: string[]; standing: "wanted" | "denied" | "refused" };

/** A teammate's sign-in as an admin may see it: whether, never what. */
export type TeammateSignIn = {
  memberId: string;
  name: string;
  email: string;
  state: SignInState;
  reason: string | null;
  since: Date | null;
  lastUsedAt: Date | null;
};

export const keyForm = z.object({ connectionId: z.string(), key: z.string().trim() });

/** Values by position in the connection's header rows; blank keeps what is stored. */
export const headersForm = z.object({
  connectionId: z.string(),
  values: z.array(z.object({ name: z.string(), value: z.string().trim().default("") })).default([]),
});

export const connectionRef = z.object({ connectionId: z.string() });
