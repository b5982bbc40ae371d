import "server-only";
import { readRequestBody } from "@modelcontextprotocol/server";
import { env } from "@/lib/env";
import { isJsonObject, type JsonObject } from "@/lib/mcp/upstream";
import { routes } from "@/lib/routes";
import { readName } from "@/lib/tools/names";
import { bearerToken, findCaller, type WantedTool } from "./actor";
import { cancelCall } from "./cancellation";
import { refuseDifferingHeaders } from "./headers";
import { serve } from "./server";
import { newSessionId } from "./session-id";
import { noteUse } from "./use";

const BODY_BYTES_MAX = 4 * 1024 * 1024;

/** Answers one request to an assignment's endpoint. Nothing is kept between requests. */
export async function answer(request: Request, assignmentId: string): Promise<Response> {
  if (!isFromHere(request.headers)) {
    return refuse(403, `This endpoint answers at ${env.PATCHBAY_URL} only, and no other site's pages.`);
  }
  const token = bearerToken(request.headers.get("authorization"));
  if (!token) return unauthorized(assignmentId, "Bearer");

  const body = await readBody(request);
  if ("refusal" in body) return body.refusal;

  const found = await findCaller(token, assignmentId, wantedTool(body.message));
  if (!found) return unauthorized(assignmentId, 'Bearer error="invalid_token"');

  noteUse(found.caller);
  if (isJsonObject(body.message)) passCancellation(body.message, request, found.caller.actor.tokenId);
  const differing =
    found.pick &&
    isJsonObject(body.message) &&
    refuseDifferingHeaders(body.message, request.headers, found.pick);
  const response = differing || (await serve(request, body.message, found));
  if (isInitialize(body.message) && response.ok) {
    response.headers.set("mcp-session-id", newSessionId(body.message));
  }
  return settle(response);
}

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

async function readBody(request: Request): Promise<{ message: unknown } | { refusal: Response }> {
  const body = await readRequestBody(request, BODY_BYTES_MAX);
  if (body.tooLarge) return { refusal: refuse(413, "A request may be 4 MiB at most.") };
  try {
    return { message: JSON.parse(body.text) };
  } catch {
    return { refusal: refuse(400, "The request is not JSON.") };
  }
}

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
