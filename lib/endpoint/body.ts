import "server-only";

/**
 * The text of a request's body, as far as it may go: bytes are counted as they
 * come, and the whole of it has one deadline, so that a caller who sends a byte
 * now and then holds nothing for long.
 */
export async function readBody(chunks: AsyncIterable<Uint8Array>): Promise<Body> {
  const late = Promise.withResolvers<"late">();
  const timer = setTimeout(() => late.resolve("late"), BODY_MS);
  const reading = chunks[Symbol.asyncIterator]();
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    while (true) {
      const next = await Promise.race([reading.next(), late.promise]);
      if (next === "late") return { kind: "too-late" };
      if (next.done) return { kind: "whole", text: Buffer.concat(parts).toString("utf8") };
      bytes += next.value.byteLength;
      if (bytes > BODY_BYTES_MAX) return { kind: "too-large" };
      parts.push(next.value);
    }
  } finally {
    clearTimeout(timer);
    // Not awaited: it waits for a chunk that may never come.
    void reading.return?.().catch(() => undefined);
  }
}

export type Body = { kind: "whole"; text: string } | { kind: "too-large" } | { kind: "too-late" };

/** Whether a body says of itself that it is no larger than the headers in front of it may be. */
export function isSmall(headers: Headers): boolean {
  const length = headers.get("content-length");
  return length !== null && /^\d+$/.test(length) && Number(length) <= SMALL_BYTES_MAX;
}

const BODY_MS = 30_000;
const BODY_BYTES_MAX = 4 * 1024 * 1024;
const SMALL_BYTES_MAX = 16 * 1024;
