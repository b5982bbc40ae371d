import { afterAll, beforeAll, expect, test } from "vitest";
import { db, rows } from "@/lib/db/client";
import { buildWorkspace } from "../support/builders";
import { withTestDatabase } from "../support/database";

const zone = process.env["TZ"];

// Far from UTC, so that a time read as local time shows.
process.env["TZ"] = "Pacific/Auckland";
afterAll(() => {
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
});
withTestDatabase();
beforeAll(async () => void (await buildWorkspace()));

test("a statement by hand reads what the client wrote, times included, however often it runs", async () => {
  const at = new Date("2026-03-29T01:30:00.123Z");
  const detail = { text: "naïve ☂", list: [1, null] };
  const data = { actorName: "Ada", name: "x", subjectId: "s", workspaceId: await workspaceId(), at, detail };
  const { id } = await db().auditEvent.create({ data });
  for (let run = 0; run < 10; run += 1) {
    const found = await rows(`SELECT "at", "detail", "actorId" FROM "AuditEvent" WHERE "id" = $1`, [id]);
    expect(found).toEqual([{ at, detail, actorId: null }]);
  }
});

test("a statement that fails can be run again, and leaves the engine ready for others", async () => {
  const half = (n: number) => rows<{ half: number }>(`SELECT 1 / $1::int AS "half"`, [n]);
  await expect(half(0)).rejects.toThrow("division by zero");
  await expect(rows(`SELECT "nothing" FROM "Nowhere"`, [])).rejects.toThrow("Nowhere");
  await expect(rows(`SELECT "nothing" FROM "Nowhere"`, [])).rejects.toThrow("Nowhere");
  expect(await half(1)).toEqual([{ half: 1 }]);
});

test("a statement by hand sees nothing of a transaction that is still open", async () => {
  const count = async () => (await rows(`SELECT 1 FROM "Assignment" WHERE "name" = 'Open'`, [])).length;
  const data = { name: "Open", workspaceId: await workspaceId() };
  let meanwhile = Promise.resolve(-1);
  const change = db().$transaction(async (tx) => {
    await tx.assignment.create({ data });
    meanwhile = count();
    throw new Error("given up");
  });
  await expect(change).rejects.toThrow("given up");
  expect(await meanwhile).toBe(0);
});

async function workspaceId(): Promise<string> {
  return (await db().workspace.findFirstOrThrow()).id;
}
