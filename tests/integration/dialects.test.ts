import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestWorkspace } from "../support/builders";
import type { TestDatabase } from "../support/database";
import { allowOrigins } from "../support/samples";
import { type House, startHouse } from "./dialect-house";
import { foundDialects, wellKnownDialects } from "./dialect-table";

const houses = await Promise.all([...wellKnownDialects, ...foundDialects].map(startHouse));
allowOrigins(houses.map(({ authorization }) => authorization.origin));

const { buildWorkspace } = await import("../support/builders");
const { openTestDatabase } = await import("../support/database");
const { signInAndStay } = await import("./dialect-sign-in");
const { flushCalls } = await import("@/lib/audit/calls");

let database: TestDatabase;
let people: TestWorkspace;

beforeAll(async () => {
  database = await openTestDatabase();
  people = await buildWorkspace();
});

afterAll(async () => {
  await flushCalls();
  await database.close();
  await Promise.all(houses.map(({ authorization }) => authorization.close()));
});

test.each(houses.map((house): [string, string, House] => [house.what, house.seenAt, house]))(
  "%s (%s): a person signs in, calls, and stays signed in",
  async (what, _seenAt, house) => {
    await expect(signInAndStay(people, house, what.slice(0, 60))).resolves.toBeUndefined();
  },
);
