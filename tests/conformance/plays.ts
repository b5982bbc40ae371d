import { randomUUID } from "node:crypto";
import { Failure } from "@/lib/errors";
import type { JsonObject, ToolView } from "@/lib/tools/schema";
import type { TestWorkspace } from "../support/builders";
import {
  addConnection,
  confirmMove,
  grant,
  listAgain,
  readyTools,
  setUpCompany,
  signIn,
  signInByItsWord,
  signInForAll,
  signInToCompany,
  tryTool,
} from "./person";

/** What the suite says of a scenario. `context` differs from one to the next. */
export type Scenario = { scenario: string; url: string; context: Context };

type Context = {
  toolCalls?: { name: string; arguments: JsonObject }[];
  client_id?: string;
  client_secret?: string;
  private_key_pem?: string;
  idp_client_id?: string;
  idp_id_token?: string;
  idp_issuer?: string;
};

/** Plays one scenario: adds the server, signs in where it asks for it, lists its tools and calls each. */
export async function play(house: TestWorkspace, { scenario, url, context }: Scenario): Promise<void> {
  const name = `${scenario.slice(-40)} ${randomUUID().slice(0, 8)}`;
  const signsIn = whoSignsIn(scenario);
  const { id, isOAuth } = await addConnection(house, { name, url, more: { ...ownApp(context), signsIn } });
  if (signsIn === "workspace") await signInForAll(house, id);
  else if (signsIn === "company") await signInByCompany(house, id, context);
  else if (scenario === "auth/authorization-server-migration") await signInAfterMove(house, id);
  else if (isOAuth) await signIn(house, id);
  else await listAgain(house, id);

  for (const call of callsOf(await readyTools(house, id), context)) {
    await tryUntilGranted(house, id, () => tryTool(house, call.tool, call.values));
  }
}

function whoSignsIn(scenario: string): "person" | "workspace" | "company" {
  if (scenario === "auth/enterprise-managed-authorization") return "company";
  return scenario.startsWith("auth/client-credentials-") ? "workspace" : "person";
}

/** The company is set up and the person signed in to it, and then to the server by its word alone. */
async function signInByCompany(house: TestWorkspace, id: string, context: Context): Promise<void> {
  const { idp_issuer: issuer = "", idp_client_id: clientId = "", idp_id_token: idToken = "" } = context;
  await setUpCompany(house, { issuer, clientId });
  await signInToCompany(house, idToken);
  await signInByItsWord(house, id);
}

/** The provider changes while one signs in: that is refused, the next attempt is not begun, and an admin has to confirm the new one. */
async function signInAfterMove(house: TestWorkspace, id: string): Promise<void> {
  for (const what of ["refused by the server", "not begun"]) {
    const refusal = await signIn(house, id).catch((error: unknown) => error);
    if (!(refusal instanceof Failure)) throw new Error(`This sign-in was to be ${what}.`);
  }
  await confirmMove(house, id);
  await signIn(house, id);
}

/** What a refused call asks for is granted once, and the call is made again. */
async function tryUntilGranted(
  house: TestWorkspace,
  id: string,
  call: () => Promise<unknown>,
): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== "permission-required") throw error;
    await grant(house, id);
    await call();
  }
}

function ownApp({ client_id, client_secret, private_key_pem }: Context): Record<string, string> {
  if (!client_id) return {};
  return { ownApp: "on", clientId: client_id, clientSecret: client_secret ?? private_key_pem ?? "" };
}

function callsOf(tools: ToolView[], { toolCalls }: Context): { tool: ToolView; values: JsonObject }[] {
  if (!toolCalls) return tools.map((tool) => ({ tool, values: exampleOf(tool, tools) }));
  return toolCalls.flatMap((call) =>
    tools.filter(({ name }) => name === call.name).map((tool) => ({ tool, values: call.arguments })),
  );
}

/** The least that an input schema asks for. An object it asks for is what the tool before it takes. */
function exampleOf({ inputSchema }: ToolView, tools: ToolView[]): JsonObject {
  const properties = (inputSchema["properties"] ?? {}) as Record<string, JsonObject>;
  const required = (inputSchema["required"] ?? []) as string[];
  return Object.fromEntries(required.map((name) => [name, exampleValue(properties[name]?.["type"], tools)]));
}

function exampleValue(type: unknown, tools: ToolView[]) {
  if (type === "number" || type === "integer") return 5;
  if (type === "boolean") return true;
  if (type === "object") return tools[0]?.inputSchema ?? {};
  return "text";
}
