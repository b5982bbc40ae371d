import { afterAll, beforeAll, expect, test } from "vitest";
import type { AuthorizationServerOptions } from "../../fakes/authorization-server";
import type { TestWorkspace } from "../../support/builders";
import type { TestDatabase } from "../../support/database";
import { allowOrigins } from "../../support/samples";
import { startHouse } from "./house";

const published: [string, AuthorizationServerOptions, RegExp][] = [
  ["who signs people in", {}, /^We found OAuth at [\d.:]+\. Patchbay registers/],
  [
    "only a sign-in server of its own",
    { resources: [] },
    /which is a guess: .* describes a sign-in server\. P/,
  ],
  ["nothing", { resources: [], wellKnown: "none" }, /which is a guess: .* publishes nothing .*\. P/],
];
const houses = await Promise.all(
  published.map(([what, provider]) => startHouse({ what, seenAt: "the three ages of MCP", provider })),
);
allowOrigins(houses.map(({ authorization }) => authorization.origin));

const { buildWorkspace } = await import("../../support/builders");
const { openTestDatabase } = await import("../../support/database");
const { checkServer } = await import("@/lib/connections/check");

let database: TestDatabase;
let people: TestWorkspace;

beforeAll(async () => {
  database = await openTestDatabase();
  people = await buildWorkspace();
});
afterAll(async () => {
  await database.close();
  await Promise.all(houses.map(({ authorization }) => authorization.close()));
});

test.each(published.map(([what, , verdict], index) => ({ what, verdict, url: houses[index]?.url ?? "" })))(
  "of a server that publishes $what, Check server says whether its sign-in server is a guess",
  async ({ url, verdict }) => {
    const checking = checkServer(people.admin, { url, issuer: null, onStep: () => {} });
    expect(await checking).toMatchObject({ found: "oauth", sentence: expect.stringMatching(verdict) });
  },
);
