import "server-only";
import { statusOf } from "@/lib/tools/catalogue";
import type { PickProblem } from "./schema";
import { problemIn } from "./state";

type Fingerprints = Parameters<typeof statusOf>[0];

/** Why a picked tool can't be called now, as stored; null when it can. */
export function problemOf(pick: { fingerprint: string }, tool: Fingerprints): PickProblem | null {
  return problemIn(statusOf(tool), tool.reviewedFingerprint === pick.fingerprint);
}
