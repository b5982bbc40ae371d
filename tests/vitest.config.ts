import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");
const PATCHBAY_KEYS = `test:${Buffer.alloc(32, "patchbay").toString("base64")}`;
/** What hangs fails; what is slow, because others use the machine too, does not. */
const TIMEOUT_MS = 30_000;

export default defineConfig({
  root,
  resolve: { alias: { "@": root, "server-only": `${root}/tests/support/server-only.ts` } },
  test: {
    projects: [
      {
        extends: true,
        // Loading the modules anew for each file would take longer than the tests. Whoever changes something
        // of the process (its environment, its certificate authorities) changes it back.
        test: {
          name: "unit",
          include: ["tests/architecture.test.ts", "tests/unit/**/*.test.ts"],
          isolate: false,
          env: { PATCHBAY_KEYS },
          testTimeout: TIMEOUT_MS,
        },
      },
      {
        extends: true,
        test: {
          name: "dom",
          include: ["tests/unit/**/*.test.tsx"],
          environment: "jsdom",
          setupFiles: ["tests/support/dom-patience.ts"],
          testTimeout: TIMEOUT_MS,
        },
      },
      {
        extends: true,
        test: {
          name: "drills",
          include: ["tests/drills/**/*.test.ts"],
          globalSetup: ["tests/support/postgres-global.ts"],
          env: { TEST_DATABASE: "postgres", PATCHBAY_KEYS },
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
      integration("pglite", ["tests/support/database-global.ts"]),
      integration("postgres", ["tests/support/postgres-global.ts"]),
    ],
  },
});

/** The same tests on each engine; the set-up of a project hands its database over in the environment. */
function integration(name: "pglite" | "postgres", globalSetup: string[]) {
  return {
    extends: true as const,
    test: {
      name,
      include: ["tests/integration/**/*.test.ts"],
      globalSetup,
      env: {
        TEST_DATABASE: name,
        PATCHBAY_KEYS,
      },
      testTimeout: TIMEOUT_MS,
      hookTimeout: 60_000,
    },
  };
}
