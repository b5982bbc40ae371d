import "server-only";
import type { Permit } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { Failure } from "@/lib/errors";
import type { AuditEvent, Unrecorded } from "./events";

/** What a change may use: every model, inside the transaction. */
export type Change = Prisma.TransactionClient;

/** Milliseconds: a listing of thousands of tools is one transaction, and on the embedded engine they queue. */
const PATIENCE = { maxWait: 10_000, timeout: 20_000 };

type Explanation = AuditEvent | Unrecorded;

/**
 * The door for changing things. A change and the audit events that explain it
 * land together or not at all, so the log can be trusted to be complete.
 *
 * Never await the network inside `change`: the transaction holds its locks
 * until the promise settles.
 */
export async function commit<T>(
  permit: Permit,
  change: (tx: Change) => Promise<{ value: T; event: Explanation | readonly Explanation[] }>,
): Promise<T> {
  try {
    return await db().$transaction(async (tx) => {
      const { value, event } = await change(tx);
      for (const one of "length" in event ? event : [event]) {
        if ("name" in one) await tx.auditEvent.create({ data: rowOf(permit, one) });
      }
      return value;
    }, PATIENCE);
  } catch (error) {
    const index = duplicateIn(error);
    if (index === null) throw error;
    if (index.endsWith("_name_key")) {
      throw new Failure("conflict", "That name is already taken.", { cause: error, field: "name" });
    }
    throw new Failure("conflict", "Somebody did the same at the same moment. Reload and try again.", {
      cause: error,
    });
  }
}

/** The audit row that says who did what. */
export function rowOf(permit: Permit, event: AuditEvent): Prisma.AuditEventCreateManyInput {
  return {
    workspaceId: permit.workspaceId,
    actorId: permit.actor?.id ?? null,
    actorName: permit.actor?.name ?? "Patchbay",
    name: event.name,
    subjectId: event.subject,
    detail: event.detail,
  };
}

/** The unique index that a write ran into, if that is what happened. */
function duplicateIn(error: unknown): string | null {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== "P2002") return null;
  return /unique constraint \\?"(\w+)/.exec(JSON.stringify(error.meta))?.[1] ?? "";
}
