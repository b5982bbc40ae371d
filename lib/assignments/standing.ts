import "server-only";
import type { ToolStatus } from "@/lib/tools/schema";
import type { PickProblem } from "./schema";

type Fingerprints = {
  reviewedFingerprint: string | null;
  latestFingerprint: string | null;
  unusable: string | null;
};

/** Why a picked tool can't be called now; null when it can. The list, the call and Setup all ask here. */
export function problemOf(pick: { fingerprint: string }, tool: Fingerprints): PickProblem | null {
  const status = statusOf(tool);
  if (status === "gone" || status === "unusable") return status;
  if (status !== "ready") return "held";
  return tool.reviewedFingerprint === pick.fingerprint ? null : "moved";
}

export function statusOf(tool: Fingerprints): ToolStatus {
  if (tool.unusable !== null) return "unusable";
  if (tool.latestFingerprint === null) return "gone";
  if (tool.reviewedFingerprint === null) return "new";
  return tool.reviewedFingerprint === tool.latestFingerprint ? "ready" : "changed";
}
