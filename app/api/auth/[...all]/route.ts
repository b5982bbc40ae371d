import { Failure } from "@/lib/errors";
import { auth } from "@/lib/session/auth";
import { requireOwnOrigin } from "@/lib/session/origin";

/** What scripts may use of the log-in library; the console's pages use server actions. */
const offered = new Set(["/api/auth/sign-in/email", "/api/auth/sign-out"]);

export async function POST(request: Request): Promise<Response> {
  if (!offered.has(new URL(request.url).pathname)) return new Response(null, { status: 404 });
  try {
    requireOwnOrigin(request.headers);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return Response.json({ message: error.message }, { status: 403 });
  }
  return withRetryAfter(await auth().handler(request));
}

/** The library names the header its own way; this is the one clients know (RFC 9110 §10.2.3). */
function withRetryAfter(answer: Response): Response {
  const seconds = answer.headers.get("x-retry-after");
  if (seconds !== null) answer.headers.set("retry-after", seconds);
  return answer;
}
