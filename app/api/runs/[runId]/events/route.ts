import { findRun } from "@/lib/runs/queries";
import { currentActor } from "@/lib/session/current";
import { STREAMS_MAX, takePlace } from "./places";
import { transcriptStream } from "./transcript-stream";

export const dynamic = "force-dynamic";

/**
 * A run as it happens (server-sent events). Each entry carries its position as
 * the event's id, so a browser that lost the connection goes on where it was.
 */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ runId: string }> },
): Promise<Response> {
  const { runId } = await params;
  const actor = await currentActor();
  if (!actor) return new Response(null, { status: 401 });
  if (!(await findRun(actor, runId))) return new Response(null, { status: 404 });

  // Next answers HEAD with this as well, and would neither read nor cancel a body.
  if (request.method === "HEAD") return new Response(null, { headers: STREAM });

  const leave = takePlace(actor.id);
  if (!leave) return new Response(CROWDED, { status: 429 });

  const stream = transcriptStream(request, actor, runId, firstWanted(request), leave);
  return new Response(stream, { headers: STREAM });
}

const STREAM = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
  "x-content-type-options": "nosniff",
};

const CROWDED = `You follow ${STREAMS_MAX} runs at once already. Close one of them first.`;

/** What a browser saw last, by itself after a lost connection; at first, what the page was drawn with. */
function firstWanted(request: Request): number {
  const seen = request.headers.get("last-event-id");
  const from = seen === null ? new URL(request.url).searchParams.get("from") : Number(seen) + 1;
  const position = Number(from ?? 0);
  return Number.isSafeInteger(position) && position >= 0 ? position : 0;
}
