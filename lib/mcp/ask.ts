import "server-only";
import type { Respond } from "./questions";
import type { JsonObject } from "./upstream";

/** One request to a server, and what may happen until it is answered. */
export type Ask = {
  method: string;
  params: JsonObject;
  headers?: Record<string, string>;
  /** How long the caller is prepared to wait; `signal` carries it out. */
  timeoutMs: number;
  signal: AbortSignal;
  /** Whether a forgotten session or a wrong era is told apart, because the caller will try again. */
  mayHeal: boolean;
  onProgress?: ((progress: Progress) => void) | undefined;
  /** Answers what the server asks meanwhile. Without it everything is declined. */
  respond?: Respond | undefined;
};

export type Progress = { progress: number; total?: number; message?: string };
