import "server-only";
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Permit } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { rowOf } from "./commit";
import type { ToolCalled } from "./events";

/**
 * Remembers a call. It changes nothing that a transaction could hold together
 * with it, so it does not wait: the first is written at once, and those that
 * arrive while a write is under way go together in the next.
 */
export function recordCall(permit: Permit, call: ToolCalled, subject: string): void {
  const event = { name: "tool.called", subject, detail: call } as const;
  queue.waiting.push({ ...rowOf(permit, event), id: randomUUID(), at: new Date() });
  queue.writing ??= writeWaiting();
}

/** Resolves once every call recorded so far is written; awaited at shutdown. */
export async function flushCalls(): Promise<void> {
  await queue.writing;
}

type CallRow = ReturnType<typeof rowOf>;
type CallQueue = { waiting: CallRow[]; writing: Promise<void> | null };

// Next loads this module once for the boot hook and again for the pages; the global makes shutdown see their queue.
const globals = globalThis as { patchbayCalls?: CallQueue };
globals.patchbayCalls ??= { waiting: [], writing: null };
const queue = globals.patchbayCalls;

/** So that one statement never grows past a few megabytes. */
const ROWS_MAX = 5_000;

async function writeWaiting(): Promise<void> {
  while (queue.waiting.length > 0) await write(queue.waiting.splice(0, ROWS_MAX));
  queue.writing = null;
}

/** A database that is away for a moment is waited for; what is called meanwhile waits along. */
async function write(rows: CallRow[]): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await insert(rows);
    } catch (error) {
      if (attempt === ATTEMPTS_MAX)
        return console.error(`${rows.length} calls could not be written to the audit log.`, error);
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
