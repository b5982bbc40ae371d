import { expect } from "vitest";
import { createConnection } from "@/lib/connections/commands";
import type { OAuthSettings } from "@/lib/connections/schema";
import { db } from "@/lib/db/client";
import { finishSignIn, startSignIn } from "@/lib/sign-ins/consent";
import { callTool } from "@/lib/tools/call";
import { recordListing } from "@/lib/tools/commands";
import { listTools } from "@/lib/tools/queries";
import { consent } from "../../fakes/consent";
import type { TestWorkspace } from "../../support/builders";
import type { House } from "./house";

/**
 * An admin adds the server, a person signs in, calls, and calls again once the
 * token has run out. What goes wrong is thrown, with the step it went wrong in.
 */
export async function signInAndStay(people: TestWorkspace, house: House, name: string): Promise<void> {
  const connectionId = await at("adding", connect(people, house, name));
  await at("signing in", signIn(people, house, connectionId));
  expect(await at("signing in", whoami(people, connectionId))).toContain("ada");

  if (house.later) house.authorization.break(house.later);
  house.authorization.expireAccessTokens();
  expect(await at("renewing", whoami(people, connectionId))).toContain("ada");
  const stored = await db().signIn.findFirstOrThrow({ where: { connectionId } });
  expect(stored.status).toBe("connected");
  if (house.scopes) expect(stored.scopes).toEqual(house.scopes);
}

async function at<Value>(step: NonNullable<House["ends"]>["step"], work: Promise<Value>): Promise<Value> {
  return work.catch((error: Error) => {
    throw Object.assign(error, { step });
  });
}

export function connect(people: TestWorkspace, { url, settings, app }: House, name: string): Promise<string> {
  const oauth: OAuthSettings = {
    authorization: "oauth",
    signsIn: "person",
    ownApp: app !== undefined,
    scopes: [],
    resource: "auto",
    tokenAuth: "auto",
    issuer: null,
    allowUnstatedPkce: false,
    parameters: {},
    ...settings,
  };
  return createConnection(people.admin, {
    name,
    url,
    settings: oauth,
    sharedValues: {},
    ownApp: app ?? null,
  });
}

export async function signIn(people: TestWorkspace, house: House, connectionId: string): Promise<void> {
  const address = await startSignIn(people.member, connectionId, "/");
  const callback = await consent(address, { as: "ada" });
  const { listing } = await finishSignIn(people.member, callback.searchParams);
  if (listing) await recordListing(people.member, connectionId, listing);

  const sent = Object.entries(house.asked?.(house.authorization.origin) ?? {});
  for (const [name, value] of sent) {
    expect(`${name}=${address.searchParams.get(name)}`).toBe(`${name}=${value}`);
  }
}

export async function whoami(people: TestWorkspace, connectionId: string): Promise<string> {
  const [tool] = await listTools(people.member, connectionId);
  const asked = { toolId: tool?.id ?? "", arguments: {}, via: "try", assignment: null } as const;
  return JSON.stringify((await callTool(people.member, asked)).content);
}
