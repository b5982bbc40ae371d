import { registerHooks } from "node:module";

// What instrumentation.ts does, in a process of its own that ends when it is up. Outside Next nothing stands for
// `server-only`, whose one purpose is to fail where it is not expected.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "server-only"
      ? { url: "data:text/javascript,", shortCircuit: true }
      : next(specifier, context),
});

const { start } = await import("@/lib/workspace/start");
const { closeDatabase } = await import("@/lib/db/client");

await start(async () => {});
console.log("up");
await closeDatabase();
process.exit(0);
