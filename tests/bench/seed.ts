import { closeDatabase, type DatabaseChoice, db, openDatabase } from "@/lib/db/client";
import { fingerprintOf } from "@/lib/tools/fingerprint";
import type { JsonObject } from "@/lib/tools/schema";
import { manyTools } from "../fakes/many-tools";
import {
  addOpen,
  addWarehouse,
  buildAssignment,
  signInToWarehouse,
  tokenFor,
} from "../integration/endpoint-house";
import { buildPerson } from "../support/builders";
import { apiKey } from "../support/connection-input";

export const login = { email: "bench@example.com", password: "bench-password-1" };

export type Seeded = { assignmentId: string; token: string };

const CONNECTIONS = 200;
const TOOLS = 2_000;

/** Fills an empty database: two servers whose tools are called, and enough others to make the pages long. */
export async function seed(
  choice: DatabaseChoice,
  urls: { warehouse: string; holidays: string },
): Promise<Seeded> {
  await openDatabase(choice);
  try {
    const { id: workspaceId } = await db().workspace.create({ data: { name: "Bench" } });
    const { memberId } = await buildPerson(workspaceId, "owner", login);
    const actor = {
      kind: "member",
      sessionId: "none",
      id: memberId,
      name: "Bench",
      role: "owner",
      workspaceId,
    } as const;
    await signInToWarehouse(actor, await addWarehouse(actor, urls.warehouse), "ada");
    await addOpen(actor, "Public holidays", urls.holidays);
    await addCrowd(workspaceId);

    const assignmentId = await buildAssignment(actor, { find_stock: "allow", is_holiday: "allow" });
    return { assignmentId, token: await tokenFor(actor, assignmentId) };
  } finally {
    await closeDatabase();
  }
}

/** Connections nobody calls, with tools as large as real ones. */
async function addCrowd(workspaceId: string): Promise<void> {
  const definitions = manyTools(TOOLS).map(({ definition }) => definition as unknown as JsonObject);
  for (let index = 0; index < CONNECTIONS; index += 1) {
    const number = String(index + 1).padStart(3, "0");
    const { id } = await db().connection.create({
      data: {
        workspaceId,
        name: `Facility ${number}`,
        slug: `facility_${number}`,
        url: `https://facility-${number}.example.com/mcp`,
        authorization: "apiKey",
        settings: apiKey,
        listedAt: new Date(),
      },
    });
    const share = TOOLS / CONNECTIONS;
    await db().tool.createMany({
      data: definitions.slice(index * share, (index + 1) * share).map((definition, position) => ({
        workspaceId,
        connectionId: id,
        name: String(definition["name"]),
        position,
        reviewed: definition,
        reviewedFingerprint: fingerprintOf(definition),
        latest: definition,
        latestFingerprint: fingerprintOf(definition),
      })),
    });
  }
}
