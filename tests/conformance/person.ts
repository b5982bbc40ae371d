import { toTriedCall } from "@/app/(console)/connections/[connectionId]/tools/tried-call";
import { startingValue } from "@/components/tools/argument-values";
import { isObject } from "@/components/tools/field-kind";
import type { Actor } from "@/lib/access/actor";
import { authorize } from "@/lib/access/actor";
import { saveCompany } from "@/lib/company/commands";
import { keepIdentity } from "@/lib/company/consent";
import { findCompany } from "@/lib/company/queries";
import { companyForm } from "@/lib/company/schema";
import { openCompany } from "@/lib/company/secrets";
import { checkServer } from "@/lib/connections/check";
import { createConnection } from "@/lib/connections/commands";
import { confirmServer } from "@/lib/connections/confirm";
import { connectionForm } from "@/lib/connections/fields";
import { findConnection } from "@/lib/connections/queries";
import { db } from "@/lib/db/client";
import { operatorAllow } from "@/lib/egress/allow";
import { signInWithCompany } from "@/lib/sign-ins/company-sign-in";
import { finishSignIn, grantAccess, startSignIn } from "@/lib/sign-ins/consent";
import { signInWorkspace } from "@/lib/sign-ins/workspace-sign-in";
import { callTool } from "@/lib/tools/call";
import { recordListing, refreshTools } from "@/lib/tools/commands";
import { answerQuestion, converse } from "@/lib/tools/conversation";
import { listTools } from "@/lib/tools/queries";
import type { JsonObject, ToolView } from "@/lib/tools/schema";
import type { TestWorkspace } from "../support/builders";

/** What a person does in the console, each step with the code behind its button. */

/** Add custom connection: checks the server, takes what the check found, and creates it. */
export async function addConnection(
  { admin }: TestWorkspace,
  asked: { name: string; url: string; more?: Record<string, string> },
): Promise<{ id: string; isOAuth: boolean }> {
  const verdict = await checkServer(admin, { url: asked.url, issuer: null, onStep: () => {} });
  if (verdict.kind === "refused") throw new Error(`Check server refused: ${verdict.sentence}`);
  const { found: authorization } = verdict;
  const form = connectionForm(operatorAllow(), "added");
  const input = form.parse({ name: asked.name, url: asked.url, authorization, ...asked.more });
  return { id: await createConnection(admin, input), isOAuth: authorization === "oauth" };
}

/** Sign in, in a browser that goes where it is sent and consents to everything. */
export async function signIn({ admin }: TestWorkspace, connectionId: string): Promise<void> {
  await consent(admin, connectionId, await startSignIn(admin, connectionId, "/"));
}

/** Sign in the workspace, where an admin chose that nobody consents. */
export async function signInForAll({ admin }: TestWorkspace, connectionId: string): Promise<void> {
  await recordListing(admin, connectionId, await signInWorkspace(admin, connectionId));
}

/** Grant access, after a call was refused for want of a permission. */
export async function grant({ admin }: TestWorkspace, connectionId: string): Promise<void> {
  await consent(admin, connectionId, await grantAccess(admin, connectionId, "/"));
}

async function consent(actor: Actor, connectionId: string, page: URL): Promise<void> {
  const consented = await fetch(page, { redirect: "manual" });
  const callback = new URL(consented.headers.get("location") ?? "");
  const { listing } = await finishSignIn(actor, callback.searchParams);
  if (listing) await recordListing(actor, connectionId, listing);
}

/** Company sign-in, in the workspace's settings. */
export async function setUpCompany(
  { admin }: TestWorkspace,
  asked: { issuer: string; clientId: string },
): Promise<void> {
  const version = (await findCompany(admin))?.version ?? 0;
  await saveCompany(admin, companyForm(operatorAllow()).parse({ ...asked, version }));
}

/**
 * Sign in, on the company's card. The suite's identity provider has no page to log in
 * at and publishes no keys, so its ID token is stored as the end of a log-in stores
 * one; what comes before, and the judging of the token, is not played.
 */
export async function signInToCompany({ admin }: TestWorkspace, idToken: string): Promise<void> {
  const permit = authorize(admin, "signIns.own");
  const { workspaceId } = permit;
  const company = openCompany(await db().company.findUniqueOrThrow({ where: { workspaceId } }));
  const identity = { subject: "demo-user@example.com", name: "demo-user@example.com", refreshToken: null };
  await keepIdentity(permit, company, { ...identity, idToken, expiresAt: Date.now() + 3_600_000 });
}

/** Sign in, where the company vouches for people. */
export async function signInByItsWord({ admin }: TestWorkspace, connectionId: string): Promise<void> {
  await recordListing(admin, connectionId, await signInWithCompany(admin, connectionId));
}

/** An admin looks at where people are now sent to sign in, and confirms it. */
export async function confirmMove({ admin }: TestWorkspace, connectionId: string): Promise<void> {
  const moved = (await findConnection(admin, connectionId))?.client?.moved;
  if (!moved) throw new Error("The connection's page says nothing of a move.");
  await confirmServer(admin, connectionId, moved.mark);
}

/** Refresh, on the Tools tab. */
export async function listAgain({ admin }: TestWorkspace, connectionId: string): Promise<void> {
  await refreshTools(admin, connectionId);
}

/** The tools that can be called. */
export async function readyTools({ admin }: TestWorkspace, connectionId: string): Promise<ToolView[]> {
  const tools = await listTools(admin, connectionId);
  return tools.filter(({ status }) => status === "ready");
}

/** Try it, with the form filled in. A question is answered with what its form starts with. */
export async function tryTool({ admin }: TestWorkspace, tool: ToolView, values: JsonObject): Promise<void> {
  const call = { toolId: tool.id, arguments: values, via: "try", assignment: null } as const;
  let shown = await converse(admin, async (respond) =>
    toTriedCall(values, await callTool(admin, { ...call, respond }), 0),
  );
  while (shown.kind === "asks") {
    const content = startingValue(shown.schema, shown.schema);
    const reply = { action: "accept", content: isObject(content) ? content : {} } as const;
    shown = await answerQuestion(admin, shown.conversation, reply);
  }
}
