import { afterAll, beforeAll, expect, test } from "vitest";
import type { OAuthSettings } from "@/lib/connections/schema";
import { consent } from "../fakes/consent";
import type { TestWorkspace } from "../support/builders";
import type { TestDatabase } from "../support/database";
import { allowOrigins } from "../support/samples";
import { type House, startHouse } from "./dialect-house";
import { foundDialects, wellKnownDialects } from "./dialect-table";

const houses = await Promise.all([...wellKnownDialects, ...foundDialects].map(startHouse));
allowOrigins(houses.map(({ authorization }) => authorization.origin));

const { buildWorkspace } = await import("../support/builders");
const { openTestDatabase } = await import("../support/database");
const { createConnection } = await import("@/lib/connections/commands");
const { finishSignIn, startSignIn } = await import("@/lib/sign-ins/consent");
const { recordListing } = await import("@/lib/tools/commands");
const { listTools } = await import("@/lib/tools/queries");
const { callTool } = await import("@/lib/tools/call");
const { flushCalls } = await import("@/lib/audit/calls");
const { db } = await import("@/lib/db/client");

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
  async (_what, _seenAt, house) => {
    const connectionId = await connect(house);
    const address = await startSignIn(people.member, connectionId, "/");
    for (const [name, value] of Object.entries(house.asked?.(house.authorization.origin) ?? {})) {
      expect(`${name}=${address.searchParams.get(name)}`).toBe(`${name}=${value}`);
    }
    const callback = await consent(address, { as: "ada" });
    const { listing } = await finishSignIn(people.member, callback.searchParams);
    if (listing) await recordListing(people.member, connectionId, listing);

    expect(await whoami(connectionId)).toContain("ada");
    house.authorization.expireAccessTokens();
    expect(await whoami(connectionId)).toContain("ada");
    const signIn = await db().signIn.findFirstOrThrow({ where: { connectionId } });
    expect(signIn.status).toBe("connected");
    if (house.scopes) expect(signIn.scopes).toEqual(house.scopes);
  },
);

function connect({ what, url, settings, app }: House): Promise<string> {
  const oauth: OAuthSettings = {
    authorization: "oauth",
    ownApp: app !== undefined,
    scopes: [],
    resource: "auto",
    tokenAuth: "auto",
    issuer: null,
    allowUnstatedPkce: false,
    parameters: {},
    ...settings,
  };
  const name = what.slice(0, 60);
  return createConnection(people.admin, {
    name,
    url,
    settings: oauth,
    sharedValues: {},
    ownApp: app ?? null,
  });
}

async function whoami(connectionId: string): Promise<string> {
  const [tool] = await listTools(people.member, connectionId);
  const asked = { toolId: tool?.id ?? "", arguments: {}, via: "try", assignment: null } as const;
  return JSON.stringify((await callTool(people.member, asked)).content);
}
