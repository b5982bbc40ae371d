import "server-only";
import { type Actor, authorize } from "@/lib/access/actor";
import type { ModelView } from "@/lib/model/schema";
import { choiceOf, findRow } from "./ready-model";

/** The workspace's model, or null when none was chosen. */
export async function findModel(actor: Actor): Promise<ModelView | null> {
  const permit = authorize(actor, "settings.view");
  const row = await findRow(permit);
  if (!row) return null;
  return { ...choiceOf(row), hasKey: row.key !== null, version: row.version, savedAt: row.updatedAt };
}
