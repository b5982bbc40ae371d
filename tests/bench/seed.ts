import { createAssignment, saveSetup } from "@/lib/assignments/commands";
import { listSetup } from "@/lib/assignments/queries";
import { createConnection } from "@/lib/connections/commands";
import { closeDatabase, type DatabaseChoice, db, openDatabase } from "@/lib/db/client";
import { createToken } from "@/lib/endpoint/commands";
import { auth } from "@/lib/session/auth";
import { signInWithKey } from "@/lib/sign-ins/commands";
import { recordListing, refreshTools } from "@/lib/tools/commands";
import { fingerprintOf } from "@/lib/tools/fingerprint";
import type { JsonObject } from "@/lib/tools/schema";
import { manyTools } from "../fakes/many-tools";
import { warehouseKey } from "../fakes/sample-credentials";

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
    const memberId = await addOwner(workspaceId);
    const actor = {
      kind: "member",
      sessionId: "none",
      id: memberId,
      name: "Bench",
      role: "owner",
      workspaceId,
    } as const;
    const warehouse = await createConnection(actor, {
      ...plain,
      name: "Warehouse API",
      url: urls.warehouse,
      settings: { authorization: "apiKey", header: "Authorization", prefix: "Bearer" },
    });
    await recordListing(actor, warehouse, await signInWithKey(actor, warehouse, warehouseKey("ada")));
    const holidays = await createConnection(actor, {
      ...plain,
      name: "Public holidays",
      url: urls.holidays,
      settings: { authorization: "none" },
    });
    await refreshTools(actor, holidays);
    await addCrowd(workspaceId);

    const assignmentId = await createAssignment(actor, { name: "Bench", instructions: "Measure." });
    const setup = await listSetup(actor, assignmentId);
    const tools = setup?.groups.flatMap((group) => group.tools) ?? [];
    const picks = tools
      .filter(({ name }) => name === "find_stock" || name === "is_holiday")
      .map(({ id, mark }) => ({ toolId: id, mode: "allow" as const, mark: mark ?? "" }));
    await saveSetup(actor, assignmentId, { version: 1, instructions: "Measure.", picks });
    return { assignmentId, token: await createToken(actor, { assignmentId, name: "Bench", expiry: "7" }) };
  } finally {
    await closeDatabase();
  }
}

const plain = { sharedValues: {}, ownApp: null };

async function addOwner(workspaceId: string): Promise<string> {
  const { password } = await auth().$context;
  const user = await db().user.create({ data: { name: "Bench", email: login.email } });
  await db().account.create({
    data: {
      userId: user.id,
      accountId: user.id,
      providerId: "credential",
      password: await password.hash(login.password),
    },
  });
  const member = await db().member.create({ data: { workspaceId, userId: user.id, role: "owner" } });
  return member.id;
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
        settings: { authorization: "apiKey", header: "Authorization", prefix: "Bearer" },
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
