import { openDatabase } from "@/lib/db/client";
import type { Answered, Asked } from "./child";

/** Opens the database that a child was started for. */
export async function openOwnDatabase(): Promise<void> {
  const { DATABASE_URL: url, PATCHBAY_DATA: folder = "" } = process.env;
  await openDatabase(url ? { kind: "postgres", url } : { kind: "embedded", folder });
}

/** Says that this process is up, and from then on answers what it is asked. */
export function serve<Ask>(answerTo: (ask: Ask) => Promise<unknown>, end: () => Promise<void>): void {
  process.on("message", (asked: Asked) => {
    if ("isOver" in asked) return void end().finally(() => process.exit(0));
    // Safe: the test asks what the program it started knows.
    void answerTo(asked.what as Ask).then((answer) => tell({ id: asked.id, answer }));
  });
  // Whoever it answers to is gone.
  process.on("disconnect", () => process.exit());
  tell({ isUp: true });
}

function tell(message: Answered): void {
  process.send?.(message);
}
