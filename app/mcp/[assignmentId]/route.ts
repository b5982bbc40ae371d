import { answer } from "@/lib/endpoint/answer";

type Context = { params: Promise<{ assignmentId: string }> };

export async function POST(request: Request, { params }: Context): Promise<Response> {
  return answer(request, (await params).assignmentId, request.body ?? nothing());
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** There is no standing stream to open and no session to end (2025-11-25, Transports). */
export function GET(): Response {
  return new Response(null, { status: 405, headers: { Allow: "POST" } });
}

export const DELETE = GET;
