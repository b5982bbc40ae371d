import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestWorkspace } from "../../support/builders";
import { allowOrigins } from "../../support/samples";
import { foundDialects } from "./found";
import { type House, startHouse } from "./house";
import { wellKnownDialects } from "./known";
import { refusedDialects } from "./refused";

const understood = await Promise.all([...wellKnownDialects, ...foundDialects].map(startHouse));
const refused = await Promise.all(refusedDialects.map(startHouse));
const houses = [...understood, ...refused];
allowOrigins(houses.map(({ authorization }) => authorization.origin));

const { buildWorkspace } = await import("../../support/builders");
const { withTestDatabase } = await import("../../support/database");
const { signInAndStay } = await import("./sign-in");

let people: TestWorkspace;

withTestDatabase();
beforeAll(async () => {
  people = await buildWorkspace();
});

afterAll(() => Promise.all(houses.map(({ authorization }) => authorization.close())));

test.each(understood.map(row))(
  "%s (%s): a person signs in, calls, and stays signed in",
  async (what, _seenAt, house) => {
    await expect(signInAndStay(people, house, what.slice(0, 60))).resolves.toBeUndefined();
  },
);

test.each(refused.map(row))("%s (%s): it is told as what it means", async (what, _seenAt, house) => {
  const ended = signInAndStay(people, house, what.slice(0, 60));
  await expect(ended).rejects.toMatchObject({
    step: house.ends?.step,
    message: expect.stringMatching(house.ends?.sentence ?? ""),
  });
});

function row(house: House): [string, string, House] {
  return [house.what, house.seenAt, house];
}
