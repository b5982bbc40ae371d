import { startPostgres } from "./postgres";

/** One PostgreSQL for a whole run; its address reaches the tests as `TEST_POSTGRES_URL`. */
export default async function setup(): Promise<() => Promise<void>> {
  const postgres = await startPostgres();
  process.env["TEST_POSTGRES_URL"] = postgres.url("postgres");
  return () => postgres.close();
}
