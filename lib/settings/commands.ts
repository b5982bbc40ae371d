import "server-only";
import { type Actor, authorize, type Permit } from "@/lib/access/actor";
import { type Change, commit } from "@/lib/audit/commit";
import { guardedFetch } from "@/lib/egress/fetch";
import { Failure } from "@/lib/errors";
import type { ReadyModel } from "@/lib/model/provider";
import type { ModelInput, Trial } from "@/lib/model/schema";
import { whoseModel } from "@/lib/model/sentences";
import { tryModel } from "@/lib/model/try";
import { choiceOf, placeOf, readyModel, sealKey } from "./ready-model";

/**
 * Tries the model, then saves it: when the trial went well, or when that was to be done anyway. A null key keeps
 * the stored one where it would go to the same place; elsewhere, and where the provider wants one, it is `invalid`.
 */
export async function saveModel(
  actor: Actor,
  input: ModelInput,
): Promise<{ isSaved: boolean; trial: Trial }> {
  const permit = authorize(actor, "model.manage");
  const stored = await readyModel(permit);
  const { key: _given, anyway, ...choice } = input;
  const model = { ...choice, key: keyFor(stored, input), fetch: guardedFetch };
  const trial = await tryModel(model);
  if (trial.kind !== "works" && !anyway) return { isSaved: false, trial };

  return commit(permit, async (tx) => {
    await write(tx, permit, model);
    const detail = {
      model: model.model,
      at: whoseModel(model),
      changed: stored ? whatChanged(stored, model) : [],
      trial: trial.kind,
    };
    return {
      value: { isSaved: true, trial },
      event: { name: "model.saved", subject: permit.workspaceId, detail },
    };
  });
}

/** Forgets the model and its key. Runs say from then on that there is none. */
export async function removeModel(actor: Actor): Promise<void> {
  const permit = authorize(actor, "model.manage");

  await commit(permit, async (tx) => {
    const { workspaceId } = permit;
    const row = await tx.modelSettings.findUnique({ where: { workspaceId } });
    if (!row) throw new Failure("not-found", "There is no model any more.");
    await tx.modelSettings.delete({ where: { workspaceId } });
    const detail = { model: row.model, at: whoseModel(choiceOf(row)) };
    return { value: undefined, event: { name: "model.removed", subject: workspaceId, detail } };
  });
}

function keyFor(stored: ReadyModel | null, input: ModelInput): string | null {
  if (input.key !== null) return input.key;
  const isSamePlace = stored !== null && placeOf(stored) === placeOf(input);
  if (isSamePlace) return stored.key;
  if (input.provider === "compatible") return null;
  const why = stored?.key ? ` The stored one was entered for ${whoseModel(stored)}.` : "";
  throw new Failure("invalid", `Enter the key for ${whoseModel(input)}.${why}`, { field: "key" });
}

async function write(tx: Change, permit: Permit, model: ReadyModel): Promise<void> {
  const { workspaceId } = permit;
  const { provider, baseUrl, key, version } = model;
  const sealed = key === null ? null : sealKey(permit, key, model);
  const data = { provider, model: model.model, baseUrl, key: sealed };
  if (version === 0) {
    await tx.modelSettings.create({ data: { workspaceId, ...data } });
    return;
  }
  const { count } = await tx.modelSettings.updateMany({
    where: { workspaceId, version },
    data: { ...data, version: { increment: 1 } },
  });
  if (count === 0) {
    throw new Failure("conflict", "Someone else changed the model meanwhile. Reload to see it.");
  }
}

function whatChanged(before: ReadyModel, after: ReadyModel): string[] {
  return [
    before.provider !== after.provider && "provider",
    before.model !== after.model && "name",
    before.baseUrl !== after.baseUrl && "address",
    before.key !== after.key && "key",
  ].filter((word) => word !== false);
}
