import { closeDatabase } from "@/lib/db/client";
import { start } from "@/lib/workspace/start";

// What instrumentation.ts does, in a process of its own that ends when it is up.
await start(async () => {});
console.log("up");
await closeDatabase();
process.exit(0);
