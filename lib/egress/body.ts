import "server-only";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

/**
 * The body of an answer on its way from the socket to whoever reads it. Bytes are counted as they come out of
 * decoding, so a bomb is found by what it becomes; nothing is copied, and a reader who falls behind stops the
 * socket.
 */
export function createBody(encoding: Encoding, bytesMax: number, source: Source): Body {
  return encoding === "identity" ? plainBody(bytesMax, source) : packedBody(encoding, bytesMax, source);
}

/** Where the bytes come from, and whom to tell how it went. `failed` may be called once the body is useless. */
export type Source = {
  pause(): void;
  resume(): void;
  finished(): void;
  cancelled(): void;
  overflowed(): void;
  failed(error: Error): void;
};

export type Body = {
  stream: ReadableStream<Uint8Array>;
  push(chunk: Uint8Array): void;
  end(): void;
  /** Errors the stream; what is still queued is dropped. */
  fail(error: unknown): void;
};

/** The coding of a body (RFC 9110 §8.4.1), or null for one that was never asked for, stacked codings included. */
export function encodingOf(header: string | null): Encoding | null {
  const name = header?.trim().toLowerCase() ?? "";
  if (name === "" || name === "identity") return "identity";
  if (name === "gzip" || name === "x-gzip") return "gzip";
  return name === "deflate" || name === "br" ? name : null;
}

export type Encoding = "identity" | "gzip" | "deflate" | "br";

function plainBody(bytesMax: number, source: Source): Body {
  let bytes = 0;
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const stream = new ReadableStream<Uint8Array>(
    {
      start: (started) => {
        controller = started;
      },
      pull: () => source.resume(),
      cancel: () => source.cancelled(),
    },
    { highWaterMark: QUEUE_BYTES, size: (chunk) => chunk.byteLength },
  );

  return {
    stream,
    push(chunk) {
      bytes += chunk.byteLength;
      if (bytes > bytesMax) source.overflowed();
      else controller?.enqueue(chunk);
      if ((controller?.desiredSize ?? 0) <= 0) source.pause();
    },
    end() {
      controller?.close();
      source.finished();
    },
    fail: (error) => controller?.error(error),
  };
}

function packedBody(encoding: Exclude<Encoding, "identity">, bytesMax: number, source: Source): Body {
  const decoder = DECODERS[encoding]();
  const plain = plainBody(bytesMax, {
    ...source,
    pause: () => decoder.pause(),
    resume: () => decoder.resume(),
  });
  decoder.on("data", (chunk: Uint8Array) => plain.push(chunk));
  decoder.on("drain", source.resume);
  decoder.on("end", plain.end);
  decoder.on("error", source.failed);

  return {
    stream: plain.stream,
    push(chunk) {
      if (!decoder.write(chunk)) source.pause();
    },
    end: () => decoder.end(),
    fail(error) {
      decoder.destroy();
      plain.fail(error);
    },
  };
}

const DECODERS = { gzip: createGunzip, deflate: createInflate, br: createBrotliDecompress };
const QUEUE_BYTES = 64 * 1024;
