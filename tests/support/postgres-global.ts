import { startPostgres } from "./postgres";

/** One PostgreSQL for a whole run when `TEST_DATABASE=postgres`; its address reaches the tests as `TEST_POSTGRES_URL`. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.TEST_DATABASE !== "postgres") return undefined;

  const postgres = await startPostgres();
  process.env.TEST_POSTGRES_URL = postgres.url("postgres");
  return () => postgres.close();
}
