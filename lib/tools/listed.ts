import "server-only";
import type { Tool } from "@/lib/db/generated/client";
import type { JsonObject } from "./schema";

/** What is read of a tool wherever its two definitions are compared or shown. */
export const LISTED = {
  id: true,
  connectionId: true,
  name: true,
  reviewed: true,
  reviewedFingerprint: true,
  accepted: true,
  goesBack: true,
  latest: true,
  latestFingerprint: true,
  unusable: true,
} as const;

export type ListedTool = Pick<Tool, keyof typeof LISTED>;

/** A stored definition, as writeListing put it there. */
export function definitionOf(stored: unknown): JsonObject | null {
  // Safe: the two JSON columns are written from parsed tool definitions alone.
  return typeof stored === "object" && stored !== null ? (stored as JsonObject) : null;
}
