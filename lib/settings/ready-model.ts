import "server-only";
import type { Permit } from "@/lib/access/actor";
import type { ModelSettings } from "@/lib/db/generated/client";
import { read } from "@/lib/db/read";
import { guardedFetch } from "@/lib/egress/fetch";
import type { ReadyModel } from "@/lib/model/provider";
import type { ModelChoice } from "@/lib/model/schema";
import { seal, unseal } from "@/lib/secrets/seal";

/** The one place where the model's key is sealed and opened. It is sealed with where it is sent to. */

/** The workspace's model with its key open, or null when none was chosen. */
export async function readyModel(permit: Permit): Promise<ReadyModel | null> {
  const row = await findRow(permit);
  if (!row) return null;
  const choice = choiceOf(row);
  const key = row.key === null ? null : unseal(row.key, contextOf(permit, choice));
  return { ...choice, key, version: row.version, fetch: guardedFetch };
}

export async function findRow(permit: Permit): Promise<ModelSettings | null> {
  return read(permit).modelSettings.findUnique({ where: { workspaceId: permit.workspaceId } });
}

export function choiceOf({ provider, model, baseUrl }: ModelSettings): ModelChoice {
  return provider === "compatible"
    ? { provider, model, baseUrl: baseUrl ?? "" }
    : { provider, model, baseUrl: null };
}

export function sealKey(permit: Permit, key: string, choice: ModelChoice): string {
  return seal(key, contextOf(permit, choice));
}

/** Where the key of a choice is sent: a key entered for one place stays with it. */
export function placeOf({ provider, baseUrl }: ModelChoice): string {
  return provider === "compatible" ? new URL(baseUrl).origin : provider;
}

function contextOf({ workspaceId }: Permit, choice: ModelChoice) {
  return { table: "ModelSettings", row: workspaceId, purpose: `key for ${placeOf(choice)}` };
}
