import { registerHooks } from "node:module";

/**
 * For programs that use lib/ without Next: `node --import tsx --import ./tests/support/outside-next.ts`.
 * Outside Next nothing stands for `server-only`, whose one purpose is to fail where it is not expected.
 */
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "server-only"
      ? { url: "data:text/javascript,", shortCircuit: true }
      : next(specifier, context),
});
