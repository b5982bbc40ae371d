import "server-only";
import type { GuardedFetch } from "@/lib/egress/fetch";

/**
 * Whether an address speaks the HTTP+SSE transport of 2024: a GET opens an event
 * stream whose first event is `endpoint` (2025-11-25, Transports, Backwards
 * Compatibility). Asked only to word a refusal, so every failure means no.
 */
export async function speaksHttpSse(url: URL, send: GuardedFetch): Promise<boolean> {
  const signal = AbortSignal.timeout(WAIT_MS);
  try {
    const response = await send(url, { headers: { accept: "text/event-stream" }, signal, limits: LIMITS });
    const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") === true;
    if (response.ok && isStream) return /^event: ?endpoint$/m.test(await firstEvent(response));
    await response.body?.cancel();
    return false;
  } catch {
    return false;
  }
}

const WAIT_MS = 5_000;
const LIMITS = {
  bytesMax: 64 * 1024,
  headersTimeoutMs: WAIT_MS,
  idleTimeoutMs: WAIT_MS,
  totalTimeoutMs: WAIT_MS,
};
const OPENING_CHARACTERS_MAX = 4_096;

/** The stream up to the first empty line, with line ends made plain. The rest is not read. */
async function firstEvent(response: Response): Promise<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (reader && text.length < OPENING_CHARACTERS_MAX) {
    const { value, done } = await reader.read();
    if (done) break;
    text = (text + value).replaceAll("\r\n", "\n");
    if (text.includes("\n\n")) break;
  }
  await reader?.cancel();
  return text.split("\n\n")[0] ?? "";
}
