import { findRun, readTranscript } from "@/lib/runs/queries";
import { requireActor } from "@/lib/session/current";

/** A run as one JSON file: what it is, and everything that happened in it, in order. */
export async function GET(_: Request, { params }: { params: Promise<{ runId: string }> }): Promise<Response> {
  const { runId } = await params;
  const actor = await requireActor();
  const [run, transcript] = await Promise.all([findRun(actor, runId), readTranscript(actor, runId, 0)]);
  if (!run || !transcript) return new Response(null, { status: 404 });

  const body = JSON.stringify({ run, events: transcript.events }, null, 2);
  return new Response(body, {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="run-${run.id}.json"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
