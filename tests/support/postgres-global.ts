import type { TestProject } from "vitest/node";
import { startPostgres } from "./postgres";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the run's PostgreSQL is; null when the tests run on the embedded database. */
    TEST_POSTGRES_URL: string | null;
  }
}

/** One PostgreSQL for a whole run, when `TEST_DATABASE=postgres`; each test file makes its own database on it. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (process.env.TEST_DATABASE !== "postgres") {
    project.provide("TEST_POSTGRES_URL", null);
    return undefined;
  }

  const postgres = await startPostgres();
  project.provide("TEST_POSTGRES_URL", postgres.url("postgres"));
  return () => postgres.close();
}
