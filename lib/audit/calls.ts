import "server-only";
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Permit } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { logError } from "@/lib/secrets/log";
import { rowOf } from "./commit";
import type { ToolCalled } from "./events";

/**
 * Remembers a call. It changes nothing that a transaction could hold together
 * with it, so it does not wait: calls are gathered for a moment and written
 * together. Only a process that is killed loses those of its last moment.
 */
export function recordCall(permit: Permit, call: ToolCalled, subject: string): void {
  const event = { name: "tool.called", subject, detail: call } as const;
  queue.waiting.push({ ...rowOf(permit, event), id: randomUUID(), at: new Date() });
  queue.writing ??= writeWaiting();
}

/** Resolves once every call recorded so far is written; awaited at shutdown. */
export async function flushCalls(): Promise<void> {
  queue.hurry();
  await queue.writing;
}

type CallRow = ReturnType<typeof rowOf>;
type CallQueue = { waiting: CallRow[]; writing: Promise<void> | null; hurry: () => void };

// Next loads this module once for the boot hook and again for the pages; the global makes shutdown see their queue.
const globals = globalThis as { patchbayCalls?: CallQueue };
globals.patchbayCalls ??= { waiting: [], writing: null, hurry: () => {} };
const queue = globals.patchbayCalls;

/** So that one statement never grows past a few megabytes. */
const ROWS_MAX = 5_000;

const GATHERING_MS = 50;

async function writeWaiting(): Promise<void> {
  while (queue.waiting.length > 0) {
    await gather();
    await write(queue.waiting.splice(0, ROWS_MAX));
  }
  queue.writing = null;
}

function gather(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, GATHERING_MS);
    queue.hurry = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

/** A database that is away for a moment is waited for; what is called meanwhile waits along. */
async function write(rows: CallRow[]): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await insert(rows);
    } catch (error) {
      if (attempt === ATTEMPTS_MAX)
        return logError(`${rows.length} calls could not be written to the audit log.`, error);
    }
    await delay(PAUSE_MS);
  }
}

const ATTEMPTS_MAX = 40;
const PAUSE_MS = 250;

/** One statement for any number of rows. `createMany` would be planned anew each time, which costs more than writing. */
async function insert(rows: CallRow[]): Promise<void> {
  await db().$executeRaw`
    INSERT INTO "AuditEvent" ("id", "workspaceId", "at", "actorId", "actorName", "name", "subjectId", "detail")
    SELECT "id", "workspaceId", "at", "actorId", "actorName", "name", "subjectId", "detail"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row(
      "id" text, "workspaceId" text, "at" timestamp(3), "actorId" text,
      "actorName" text, "name" text, "subjectId" text, "detail" jsonb
    )`;
}
