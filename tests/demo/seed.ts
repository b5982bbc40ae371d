import { sampleModel } from "../fakes/model-server";
import { warehouseKey } from "../fakes/sample-credentials";
import { apiKey, connectionInput, oauth } from "../support/connection-input";
import type { DemoServers } from "./servers";

/** Everyone in the demo logs in with this. The demo listens on this machine alone. */
export const demoPassword = "patchbay-demo";

export const demoPeople = {
  admin: { name: "Ada Admin", email: "ada@example.com" },
  author: { name: "Arlo Author", email: "arlo@example.com" },
  member: { name: "Mina Member", email: "mina@example.com" },
};

export const demoAssignment = "Stock before the holidays";

/**
 * Fills an empty workspace through the same commands that the pages use: people,
 * three of the sample servers, two sign-ins and an assignment. The other servers
 * are left for whoever tries the demo.
 */
export async function seed(servers: DemoServers, folder: string): Promise<void> {
  const { closeDatabase, openDatabase } = await import("@/lib/db/client");
  const { flushTraces } = await import("@/lib/connections/traces");
  await openDatabase({ kind: "embedded", folder });
  try {
    const actors = await addPeople();
    const { holidays, warehouse } = await addConnections(actors.admin, servers);
    await signInToWarehouse(actors, warehouse);
    await addAssignment(actors.author, { holidays, warehouse });
    await chooseModel(actors.admin, servers);
  } finally {
    await flushTraces();
    await closeDatabase();
  }
}

async function addPeople() {
  const { makeSetUpLink, setUpWorkspace } = await import("@/lib/workspace/set-up");
  const { inviteMember } = await import("@/lib/workspace/commands");
  const { acceptInvite } = await import("@/lib/workspace/invitation");
  const { admin, author, member } = demoPeople;
  const token = readToken(await makeSetUpLink());
  await setUpWorkspace({ token, workspace: "Acme", ...admin, password: demoPassword });
  const owner = await actorOf(admin.email);
  for (const [role, { name, email }] of [
    ["author", author],
    ["member", member],
  ] as const) {
    const { link } = await inviteMember(owner, { email, role });
    await acceptInvite({ token: readToken(link), name, password: demoPassword });
  }
  return { admin: owner, author: await actorOf(author.email), member: await actorOf(member.email) };
}

type DemoActors = Awaited<ReturnType<typeof addPeople>>;

async function actorOf(email: string) {
  const { db } = await import("@/lib/db/client");
  const { id, role, workspaceId, user } = await db().member.findFirstOrThrow({
    where: { user: { email } },
    include: { user: true },
  });
  return { kind: "member", sessionId: "none", id, role, workspaceId, name: user.name } as const;
}

async function addConnections(admin: DemoActors["admin"], servers: DemoServers) {
  const { createConnection } = await import("@/lib/connections/commands");
  const { refreshTools } = await import("@/lib/tools/commands");
  const holidays = await createConnection(
    admin,
    connectionInput("Public holidays", servers.holidays.url, { authorization: "none" }),
  );
  await refreshTools(admin, holidays);
  const warehouse = await createConnection(
    admin,
    connectionInput("Warehouse API", servers.warehouse.url, apiKey),
  );
  await createConnection(admin, connectionInput("Internal CRM", servers.crm.url, oauth));
  return { holidays, warehouse };
}

async function signInToWarehouse({ admin, author }: DemoActors, connectionId: string): Promise<void> {
  const { signInWithKey } = await import("@/lib/sign-ins/commands");
  const { recordListing } = await import("@/lib/tools/commands");
  for (const [actor, person] of [
    [admin, "ada"],
    [author, "ben"],
  ] as const) {
    await recordListing(actor, connectionId, await signInWithKey(actor, connectionId, warehouseKey(person)));
  }
}

async function addAssignment(
  author: DemoActors["author"],
  connections: { holidays: string; warehouse: string },
): Promise<void> {
  const { createAssignment, saveSetup } = await import("@/lib/assignments/commands");
  const { MARK_LENGTH } = await import("@/lib/assignments/schema");
  const { listTools } = await import("@/lib/tools/queries");
  const instructions =
    "Each Monday, list what is running low in the warehouse and order ahead of public holidays.\n\nReserve nothing without asking.";
  const id = await createAssignment(author, { name: demoAssignment, instructions });
  const tools = [
    ...(await listTools(author, connections.holidays)),
    ...(await listTools(author, connections.warehouse)),
  ].filter(({ hints }) => !hints.destroys);
  const picks = tools.map(({ id: toolId, hints, fingerprint }) => ({
    toolId,
    mode: hints.reads ? ("allow" as const) : ("ask" as const),
    mark: fingerprint?.slice(0, MARK_LENGTH) ?? "",
  }));
  await saveSetup(author, id, { version: 1, instructions, picks });
}

/** The scripted one, so that nobody needs a key to try it. */
async function chooseModel(admin: DemoActors["admin"], { model }: DemoServers): Promise<void> {
  const { saveModel } = await import("@/lib/settings/commands");
  const { baseUrl, key } = model;
  const chosen = { provider: "compatible", model: sampleModel, baseUrl, key } as const;
  const { isSaved } = await saveModel(admin, { ...chosen, version: 0, anyway: false });
  if (!isSaved) throw new Error("The demo's own model did not pass its trial.");
}

/** The token of a link: the set-up link has it in its query, an invitation at the end of its path. */
function readToken(link: string | null): string {
  const url = new URL(link ?? "", "http://localhost");
  return url.searchParams.get("token") ?? url.pathname.split("/").at(-1) ?? "";
}
