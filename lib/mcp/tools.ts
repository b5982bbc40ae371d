import "server-only";
import { SERVER_INFO_META_KEY } from "@modelcontextprotocol/client";
import { isMcpFailure, serverWords } from "./failure";
import { type Answer, request } from "./request";
import { sessionPool } from "./sessions";
import { type RawTool, readTool, type ToolReading, type UnusableTool } from "./tool-shape";
import { type Era, isJsonObject, type Upstream } from "./upstream";

export type { RawTool } from "./tool-shape";

/**
 * Every tool a server lists, over all its pages. A tool that is malformed or too
 * large is left out and named in `unusable` with the reason; a list that passes
 * a bound is cut there and says `truncated`. Rejects with a Failure.
 */
export async function listTools(
  upstream: Upstream,
  options?: { signal?: AbortSignal | undefined },
): Promise<ToolListing> {
  const endsAt = performance.now() + LIST_TIMEOUT_MS;
  const shelf: Shelf = {
    tools: [],
    unusable: [],
    names: new Set(),
    cursors: new Set(),
    bytes: 0,
    truncated: false,
  };
  let cursor: string | undefined;
  let answer: Answer;

  do {
    answer = await request(upstream, {
      method: "tools/list",
      params: cursor === undefined ? {} : { cursor },
      timeoutMs: Math.max(1, endsAt - performance.now()),
      signal: options?.signal,
    }).catch((error: unknown) => emptyPage(upstream, error));
    cursor = shelve(shelf, answer);
  } while (cursor !== undefined);

  const { tools, unusable, truncated } = shelf;
  const { era, protocolVersion } = answer.session;
  return { tools, unusable, truncated, era, protocolVersion, server: serverOf(answer) };
}

export type ToolListing = {
  tools: RawTool[];
  unusable: UnusableTool[];
  truncated: boolean;
  era: Era;
  protocolVersion: string;
  server: { name: string; version: string } | null;
};

const LIST_TIMEOUT_MS = 60_000;
const TOOLS_MAX = 2_000;
const PAGES_MAX = 50;
const LIST_BYTES_MAX = 8 * 1024 * 1024;

type Shelf = {
  tools: RawTool[];
  unusable: UnusableTool[];
  names: Set<string>;
  /** Asked for already: a server that repeats one would be asked for ever. */
  cursors: Set<string>;
  bytes: number;
  truncated: boolean;
};

/** A server that has no tools may not know the question either. */
async function emptyPage(upstream: Upstream, error: unknown): Promise<Answer> {
  if (!isMcpFailure(error) || error.rpcCode !== METHOD_NOT_FOUND) throw error;
  const session = await sessionPool().use(upstream, new AbortController().signal, async (open) => open);
  return { result: { tools: [] }, session };
}

const METHOD_NOT_FOUND = -32601;

/** Puts one page on the shelf and says which page comes next, if any does. */
function shelve(shelf: Shelf, { result, session }: Answer): string | undefined {
  for (const raw of Array.isArray(result.tools) ? result.tools : []) {
    const reading = readTool(raw, session.era);
    shelf.bytes += reading.bytes;
    const isFull = shelf.tools.length + shelf.unusable.length >= TOOLS_MAX || shelf.bytes > LIST_BYTES_MAX;
    if (isFull) return cut(shelf);
    place(shelf, reading);
  }

  const next = result.nextCursor;
  if (typeof next !== "string") return undefined;
  if (shelf.cursors.has(next) || shelf.cursors.size + 1 >= PAGES_MAX) return cut(shelf);
  shelf.cursors.add(next);
  return next;
}

function place(shelf: Shelf, reading: ToolReading): void {
  if (reading.kind === "unusable") {
    shelf.unusable.push({ name: reading.name, reason: reading.reason });
    return;
  }
  const { name } = reading.tool;
  if (shelf.names.has(name)) {
    shelf.unusable.push({
      name: serverWords(name, 128),
      reason: "the server lists this name more than once",
    });
    return;
  }
  shelf.names.add(name);
  shelf.tools.push(reading.tool);
}

function cut(shelf: Shelf): undefined {
  shelf.truncated = true;
}

/** In the 2026 era every result may carry the server's name, and no handshake need have told it. */
function serverOf({ result, session }: Answer): ToolListing["server"] {
  const meta = isJsonObject(result._meta) ? result._meta[SERVER_INFO_META_KEY] : null;
  if (!isJsonObject(meta) || typeof meta.name !== "string") return session.server;
  return { name: meta.name, version: typeof meta.version === "string" ? meta.version : "" };
}
