import { z } from "zod";
import type { PickMode } from "@/lib/assignments/schema";

export const expiries = ["7", "30", "90", "never"] as const;

export const tokenForm = z.object({
  assignmentId: z.string(),
  name: z
    .string()
    .trim()
    .min(1, "Name it after where it will be used.")
    .max(60, "Use 60 characters at most."),
  /** Days until it expires. */
  expiry: z.enum(expiries, "Choose when it expires."),
});
export type TokenInput = z.infer<typeof tokenForm>;

export const tokenRef = z.object({ assignmentId: z.string(), tokenId: z.string() });

/** A tool that is not in trouble, by the name an endpoint gives it. One set to Ask waits for its person's yes at each call. */
export type EndpointTool = { name: string; mode: PickMode };

/** A personal token as its owner sees it. The token itself is shown once, when it is made. */
export type TokenView = {
  id: string;
  name: string;
  /** Its last four characters. */
  tail: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  expired: boolean;
};
