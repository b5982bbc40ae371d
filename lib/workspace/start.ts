import "server-only";
import { z } from "zod";
import { logError } from "@/lib/secrets/log";

/**
 * Boots, then starts what later layers do in the background, or ends the process
 * with one sentence. Next would log an error of its boot hook and go on to serve
 * pages that can't work.
 */
export async function start(background: () => Promise<void>): Promise<void> {
  try {
    // Loaded here, so that an environment that can't be read becomes a sentence too.
    const { boot } = await import("./boot");
    await boot();
    await background();
  } catch (error) {
    logError(`Patchbay can't start. ${sentenceOf(error)}`);
    process.exit(1);
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof z.ZodError) {
    return error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join(" ");
  }
  return error instanceof Error ? error.message : String(error);
}
