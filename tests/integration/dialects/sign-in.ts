import { expect } from "vitest";
import { createConnection } from "@/lib/connections/commands";
import { db } from "@/lib/db/client";
import type { TestWorkspace } from "../../support/builders";
import { connectionInput, oauth } from "../../support/connection-input";
import { signInByConsent, tryTool } from "../../support/person";
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
  const given = { ...oauth, ownApp: app !== undefined, ...settings };
  return createConnection(people.admin, connectionInput(name, url, given, { ownApp: app ?? null }));
}

export async function signIn(people: TestWorkspace, house: House, connectionId: string): Promise<void> {
  const address = await signInByConsent(people.member, connectionId, { as: "ada" });
  const sent = Object.entries(house.asked?.(house.authorization.origin) ?? {});
  for (const [name, value] of sent) {
    expect(`${name}=${address.searchParams.get(name)}`).toBe(`${name}=${value}`);
  }
}

export async function whoami(people: TestWorkspace, connectionId: string): Promise<string> {
  return JSON.stringify((await tryTool(people.member, connectionId, "whoami")).content);
}
