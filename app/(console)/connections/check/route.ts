import { z } from "zod";
import { type Actor, authorize } from "@/lib/access/actor";
import { checkServer } from "@/lib/connections/check";
import type { CheckMessage } from "@/lib/connections/schema";
import { Failure, type FailureCode } from "@/lib/errors";
import { reportBug } from "@/lib/forms/bug-report";
import { currentActor } from "@/lib/session/current";
import { requireOwnOrigin } from "@/lib/session/origin";

const asked = z.object({
  url: z.string().max(4096),
  issuer: z
    .string()
    .max(4096)
    .transform((issuer) => issuer.trim() || null),
});

/** Check server: a JSON line for each step as it ends, and one for the verdict. Leaving the page ends the trial. */
export async function POST(request: Request): Promise<Response> {
  try {
    requireOwnOrigin(request.headers);
    const actor = await currentActor();
    if (!actor)
      throw new Failure("signed-out", "Your session has ended. Log in again, then check the server.");
    authorize(actor, "connections.manage");
    const input = asked.safeParse(await request.json().catch(() => null));
    if (!input.success) throw new Failure("invalid", "That is not an address.");
    return new Response(trial(actor, input.data, request.signal), {
      headers: { "content-type": "application/x-ndjson", "cache-control": "no-store" },
    });
  } catch (error) {
    if (error instanceof Failure) return problem(error);
    throw error;
  }
}

type Asked = z.output<typeof asked>;

function trial(actor: Actor, input: Asked, gone: AbortSignal): ReadableStream<Uint8Array> {
  const left = new AbortController();
  const encoder = new TextEncoder();
  return new ReadableStream({
    async start(controller) {
      const say = (message: CheckMessage) => {
        if (!left.signal.aborted) controller.enqueue(encoder.encode(`${JSON.stringify(message)}\n`));
      };
      const signal = AbortSignal.any([gone, left.signal]);
      const verdict = await checkServer(actor, { ...input, onStep: (step) => say({ step }), signal }).catch(
        refused,
      );
      say({ verdict });
      if (!left.signal.aborted) controller.close();
    },
    cancel: () => left.abort(),
  });
}

/** The answer has begun, so whatever happens now has to be said inside it. */
function refused(error: unknown) {
  const sentence = error instanceof Failure ? error.message : reportBug(error);
  return { kind: "refused", sentence } as const;
}

/** RFC 9457. */
function problem(failure: Failure): Response {
  const status = STATUS[failure.code] ?? 500;
  return Response.json(
    { status, title: failure.code, detail: failure.message },
    { status, headers: { "content-type": "application/problem+json" } },
  );
}

const STATUS: Partial<Record<FailureCode, number>> = { "signed-out": 401, forbidden: 403, invalid: 400 };
