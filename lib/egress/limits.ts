import "server-only";

/** What one answer may cost. `totalTimeoutMs` counts from the first byte sent; null lets a stream live on. */
export type Limits = {
  /** Bytes of the decoded body. */
  bytesMax: number;
  /** From asking until the status line and headers are here, connecting included. */
  headersTimeoutMs: number;
  /** The longest silence inside a body. */
  idleTimeoutMs: number;
  totalTimeoutMs: number | null;
};

const KIB = 1024;
const MIB = 1024 * KIB;

/** For documents that describe a server: OAuth metadata, registrations, tokens. */
export const metadataLimits: Limits = {
  bytesMax: 256 * KIB,
  headersTimeoutMs: 15_000,
  idleTimeoutMs: 15_000,
  totalTimeoutMs: 30_000,
};

/** For anything that says nothing else about itself. */
export const jsonLimits: Limits = {
  bytesMax: 4 * MIB,
  headersTimeoutMs: 15_000,
  idleTimeoutMs: 30_000,
  totalTimeoutMs: 60_000,
};

/** For event streams, which are silent while a tool works. */
export const streamLimits: Limits = {
  bytesMax: 16 * MIB,
  headersTimeoutMs: 15_000,
  idleTimeoutMs: 60_000,
  totalTimeoutMs: 300_000,
};
