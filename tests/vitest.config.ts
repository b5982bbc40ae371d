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
      {
        extends: true,
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          globalSetup: ["tests/support/postgres-global.ts", "tests/support/database-global.ts"],
          env: { PATCHBAY_KEYS: `test:${Buffer.alloc(32, "patchbay").toString("base64")}` },
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
