import "server-only";
import { egressFailureIn } from "@/lib/egress/failure";
import { type GuardedFetch, metadataLimits } from "@/lib/egress/fetch";
import { failureIn } from "@/lib/errors";
import { safeCause } from "./failure";
import { type Json, parseJson } from "./lenient";

/** Reads one metadata document, from the server it is about. Nothing here throws: what went wrong is an answer too. */
export async function fetchDocument(url: string, send: GuardedFetch): Promise<Document> {
  try {
    const response = await send(url, {
      headers: { accept: "application/json" },
      limits: metadataLimits,
      redirects: "same origin",
    });
    const body = isStream(response) ? null : parseJson(await response.text());
    if (response.ok && body) return { kind: "found", body };
    if (response.status >= 500 || response.status === 429)
      return { kind: "down", ...answered(response.status) };
    return { kind: "absent", ...(response.ok ? NOT_JSON : answered(response.status)) };
  } catch (error) {
    const failure = egressFailureIn(error);
    if (failure?.kind === "redirect") return { kind: "absent", sentence: failure.message };
    return {
      kind: "down",
      sentence: failureIn(error)?.message ?? "It could not be reached.",
      cause: safeCause(error),
    };
  }
}

export type Document =
  | { kind: "found"; body: Json }
  | { kind: "absent"; sentence: string }
  | { kind: "down"; sentence: string; cause?: Error };

/** Some servers answer every GET with their event stream, which never ends. */
function isStream(response: Response): boolean {
  if (!response.headers.get("content-type")?.startsWith("text/event-stream")) return false;
  void response.body?.cancel();
  return true;
}

const NOT_JSON = { sentence: "It answered with something other than JSON." };

function answered(status: number): { sentence: string } {
  return { sentence: `It answered with status ${status}.` };
}
