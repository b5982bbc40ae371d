import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");

export default defineConfig({
  root,
  resolve: { alias: { "@": root, "server-only": `${root}/tests/support/server-only.ts` } },
  test: {
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["tests/architecture.test.ts", "tests/unit/**/*.test.{ts,tsx}"] },
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
        PATCHBAY_KEYS: `test:${Buffer.alloc(32, "patchbay").toString("base64")}`,
      },
      testTimeout: 30_000,
      hookTimeout: 60_000,
    },
  };
}
