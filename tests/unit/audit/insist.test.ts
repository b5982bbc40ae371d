import { expect, test } from "vitest";
import { insist } from "@/lib/audit/insist";

test("what a provider has answered is saved once the database is back", async () => {
  let tries = 0;
  const save = async () => {
    tries += 1;
    if (tries < 3) throw new Error("The database is away.");
    return "saved";
  };
  expect(await insist(save)).toBe("saved");
});
