import type { NextConfig } from "next";

// What this console sends anywhere, somebody has configured.
process.env["NEXT_TELEMETRY_DISABLED"] = "1";

const config: NextConfig = {
  typedRoutes: true,
  poweredByHeader: false,
  // Browsers ask for it on pages that name no icon of their own, such as those that answer 404.
  rewrites: async () => [{ source: "/favicon.ico", destination: "/icon.svg" }],
  // PGlite finds its WASM beside its own files, so it must not be bundled.
  serverExternalPackages: ["@electric-sql/pglite", "pglite-prisma-adapter", "pg"],
};

export default config;
