import "server-only";
import { systemPermit } from "@/lib/access/actor";
import { commit } from "@/lib/audit/commit";
import { lookUp } from "@/lib/db/read";
import { kidOf, seal, unseal } from "@/lib/secrets/seal";

/**
 * Makes sure that the keys are the ones this database was sealed with, before
 * anything is sealed with another. The first start leaves a sealed word behind
 * for each key that has sealed; a later one must be able to read them.
 */
export async function checkKeys(): Promise<void> {
  const sealed = seal(WORD, place);
  const kid = String(kidOf(sealed));
  const known = await lookUp("start").keyCheck.findMany();

  const readable = known.filter((check) => reads(check.sealed));
  const isNew = !known.some((check) => check.kid === kid);
  if (known.length > 0 && readable.length === 0) throw new Error(wrongKeys);
  if (!isNew && !readable.some((check) => check.kid === kid)) throw new Error(wrongKeys);
  if (!isNew) return;

  await commit(systemPermit("start the console", "none"), async (tx) => {
    // Two processes that start together may both find it missing.
    await tx.keyCheck.createMany({ data: [{ kid, sealed }], skipDuplicates: true });
    return {
      value: undefined,
      event: { unrecorded: "Which key seals is the operator's doing, outside the console." },
    };
  });
}

function reads(sealed: string): boolean {
  try {
    return unseal(sealed, place) === WORD;
  } catch {
    return false;
  }
}

const WORD = "patchbay";
const place = { table: "KeyCheck", row: "check", purpose: "key check" };

const wrongKeys =
  "The keys are not the ones this database was sealed with. Put the right ones into PATCHBAY_KEYS or the key file; nothing was changed.";
