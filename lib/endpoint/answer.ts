import "server-only";
import { outageIn } from "@/lib/db/outage";
import { env } from "@/lib/env";
import { isJsonObject, type JsonObject } from "@/lib/mcp/upstream";
import { routes } from "@/lib/routes";
import { logError } from "@/lib/secrets/log";
import { readName } from "@/lib/tools/names";
import { bearerToken, findCaller, type WantedTool } from "./actor";
import { isSmall, readBody } from "./body";
import { cancelCall } from "./cancellation";
import { refuseDifferingHeaders } from "./headers";
import { COME_BACK, serve } from "./server";
import { newSessionId } from "./session-id";
import { noteUse } from "./use";

/**
 * Answers one request to an assignment's endpoint. Nothing is kept between
 * requests. `body` is read late: who sends more than a few kilobytes, or does
 * not say how much, is known by their token first.
 */
export async function answer(...asked: Asked): Promise<Response> {
  return answerCaller(...asked).catch((error: unknown) => {
    const outage = outageIn(error);
    if (!outage) throw error;
    logError("A request to an endpoint could not be answered.", outage);
    return refuse(503, outage.message, COME_BACK);
  });
}

type Asked = [request: Request, assignmentId: string, body: AsyncIterable<Uint8Array>];

async function answerCaller(...[request, assignmentId, body]: Asked): Promise<Response> {
  if (!isFromHere(request.headers)) {
    return refuse(403, `This endpoint answers at ${env.PATCHBAY_URL} only, and no other site's pages.`);
  }
  const token = bearerToken(request.headers.get("authorization"));
  if (!token) return unauthorized(assignmentId, "Bearer");

  if (!isSmall(request.headers) && !(await findCaller(token, assignmentId, null))) {
    return unauthorized(assignmentId, INVALID);
  }
  const read = await readMessage(body);
  if ("refusal" in read) return read.refusal;

  const { message } = read;
  const found = await findCaller(token, assignmentId, wantedTool(message));
  if (!found) return unauthorized(assignmentId, INVALID);

  noteUse(found.caller);
  if (isJsonObject(message)) passCancellation(message, request, found.caller.actor.tokenId);
  const differing =
    found.pick && isJsonObject(message) && refuseDifferingHeaders(message, request.headers, found.pick);
  const response = differing || (await serve(request, message, found));
  if (isInitialize(message) && response.ok) {
    response.headers.set("mcp-session-id", newSessionId(message));
  }
  return settle(response);
}

const INVALID = 'Bearer error="invalid_token"';

/** An answer is nobody else's, and too small to be worth compressing. */
function settle(response: Response): Response {
  response.headers.set("cache-control", "no-store, no-transform");
  response.headers.set("x-content-type-options", "nosniff");
  return response;
}

/** A page of another site can make a browser call us, and a rebound name can bring it here; both show in these headers. */
function isFromHere(headers: Headers): boolean {
  const origin = headers.get("origin");
  return (
    headers.get("host") === new URL(env.PATCHBAY_URL).host && (origin === null || origin === env.PATCHBAY_URL)
  );
}

function unauthorized(assignmentId: string, challenge: string): Response {
  const page = `${env.PATCHBAY_URL}${routes.assignmentEndpoint(assignmentId)}`;
  return refuse(
    401,
    `This needs a personal token of this assignment in the Authorization header. Make one at ${page}`,
    { "WWW-Authenticate": challenge },
  );
}

function refuse(status: number, message: string, headers: Record<string, string> = {}): Response {
  const code = status === 400 ? -32700 : -32000;
  return settle(Response.json({ jsonrpc: "2.0", error: { code, message }, id: null }, { status, headers }));
}

async function readMessage(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ message: unknown } | { refusal: Response }> {
  const body = await readBody(chunks);
  if (body.kind === "too-large") return { refusal: refuse(413, "A request may be 4 MiB at most.", CLOSE) };
  if (body.kind === "too-late")
    return { refusal: refuse(408, "The request was not complete after 30 seconds.", CLOSE) };
  try {
    return { message: JSON.parse(body.text) };
  } catch {
    return { refusal: refuse(400, "The request is not JSON.") };
  }
}

/** What is still on its way is not waited for (RFC 9110 §15.5.9). */
const CLOSE = { connection: "close" };

/** The one tool a message is about to call, where its name says which. */
function wantedTool(message: unknown): WantedTool | null {
  if (!isJsonObject(message) || message["method"] !== "tools/call" || !isJsonObject(message["params"]))
    return null;
  const { name } = message["params"];
  const reading = typeof name === "string" ? readName(name) : null;
  return reading?.kind === "spelled" ? { slug: reading.slug, tool: reading.tool } : null;
}

function passCancellation(message: JsonObject, request: Request, tokenId: string): void {
  const sessionId = request.headers.get("mcp-session-id");
  if (message["method"] !== "notifications/cancelled" || !sessionId || !isJsonObject(message["params"]))
    return;
  const { requestId } = message["params"];
  if (typeof requestId === "string" || typeof requestId === "number")
    cancelCall({ tokenId, sessionId, requestId });
}

function isInitialize(message: unknown): boolean {
  return isJsonObject(message) && message["method"] === "initialize";
}
