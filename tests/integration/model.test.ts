import { afterAll, beforeEach, expect, test } from "vitest";
import type { ModelInput } from "@/lib/model/schema";
import { say } from "../fakes/model-script";
import { sampleModel, sampleModelKey, startModelServer } from "../fakes/model-server";
import type { TestWorkspace } from "../support/builders";
import { allowOrigins } from "../support/samples";

const server = await startModelServer();
const other = await startModelServer();
const works = server.script;
allowOrigins([server.origin, other.origin]);

const { authorize } = await import("@/lib/access/actor");
const { db } = await import("@/lib/db/client");
const { operatorAllow } = await import("@/lib/egress/allow");
const { askModel } = await import("@/lib/model/ask");
const { modelForm } = await import("@/lib/model/fields");
const { removeModel, saveModel } = await import("@/lib/settings/commands");
const { findModel } = await import("@/lib/settings/queries");
const { readyModel } = await import("@/lib/settings/ready-model");
const { buildWorkspace } = await import("../support/builders");
const { withTestDatabase } = await import("../support/database");

let people: TestWorkspace;

withTestDatabase();
beforeEach(async () => {
  people = await buildWorkspace();
  for (const one of [server, other]) Object.assign(one, { script: works, requests: [] });
});
afterAll(() => Promise.all([server.close(), other.close()]));

/** What the form makes of what an admin filled in. */
function filled(changed: Record<string, string> = {}): ModelInput {
  const form = {
    version: "0",
    provider: "compatible",
    model: sampleModel,
    baseUrl: server.baseUrl,
    key: sampleModelKey,
  };
  return modelForm(operatorAllow()).parse({ ...form, ...changed });
}

const edited = (changed: Record<string, string>) => filled({ version: "1", key: "", ...changed });
const permit = () => authorize(people.member, "assignments.view");

test("a model is tried, saved and ready for whoever runs something", async () => {
  expect(await saveModel(people.admin, filled())).toMatchObject({ isSaved: true, trial: { kind: "works" } });
  expect(server.requests).toHaveLength(1);

  const model = await readyModel(permit());
  if (!model) throw new Error("There is no model.");
  server.script = () => say("Here I am.");
  const answer = await askModel({
    model,
    instructions: "",
    messages: [{ role: "user", text: "Where are you?" }],
    tools: [],
    outputTokensMax: 100,
    signal: new AbortController().signal,
    onText: () => {},
  });
  expect(answer.text).toBe("Here I am.");
});

test("the key is nowhere to be seen: not in the view, the row or the log", async () => {
  await saveModel(people.admin, filled());
  const view = await findModel(people.admin);
  expect(view).toMatchObject({
    provider: "compatible",
    model: sampleModel,
    baseUrl: server.baseUrl,
    hasKey: true,
  });
  const { workspaceId } = people;
  const rows = [
    await db().modelSettings.findMany({ where: { workspaceId } }),
    await db().auditEvent.findMany({ where: { workspaceId } }),
    view,
  ];
  expect(JSON.stringify(rows)).not.toContain(sampleModelKey);
});

test.each([
  ["a key that is refused", { key: "sk-other-0123456789" }, /did not accept the key/],
  ["a model nobody knows", { model: "no-such-model" }, /knows no model no-such-model/],
  [
    "an address that is something else",
    { baseUrl: `${server.origin}/elsewhere` },
    /knows no model .* at this address/,
  ],
])("%s is not saved, and it is said why", async (_what, changed, sentence) => {
  const outcome = await saveModel(people.admin, filled(changed));
  expect(outcome).toMatchObject({
    isSaved: false,
    trial: { kind: "failed", sentence: expect.stringMatching(sentence) },
  });
  expect(JSON.stringify(outcome)).not.toContain("sk-other");
  expect(await findModel(people.admin)).toBeNull();
});

test("a model that only talks is not saved, unless that was to be done anyway", async () => {
  server.script = () => say("I would rather talk.");
  expect(await saveModel(people.admin, filled())).toMatchObject({
    isSaved: false,
    trial: { kind: "no-tools" },
  });
  expect(await saveModel(people.admin, filled({ anyway: "on" }))).toMatchObject({ isSaved: true });
  const [event] = await db().auditEvent.findMany({ where: { workspaceId: people.workspaceId } });
  expect(event).toMatchObject({ name: "model.saved", detail: { trial: "no-tools", changed: [] } });
});

test("an empty key keeps the stored one at the same place, and only there", async () => {
  await saveModel(people.admin, filled());
  server.requests.length = 0;
  expect(await saveModel(people.admin, edited({}))).toMatchObject({ isSaved: true });
  expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${sampleModelKey}`);

  const moved = await saveModel(people.admin, edited({ version: "2", baseUrl: other.baseUrl, anyway: "on" }));
  expect(moved).toMatchObject({ isSaved: true, trial: { kind: "failed" } });
  expect(await findModel(people.admin)).toMatchObject({ baseUrl: other.baseUrl, hasKey: false });

  await expect(
    saveModel(people.admin, edited({ version: "3", provider: "anthropic", model: "claude-sonnet-4-5" })),
  ).rejects.toMatchObject({ code: "invalid", field: "key", message: "Enter the key for Anthropic." });
});

test("a key whose row was pointed elsewhere does not open", async () => {
  await saveModel(people.admin, filled());
  const { workspaceId } = people;
  await db().modelSettings.update({ where: { workspaceId }, data: { baseUrl: other.baseUrl } });
  await expect(readyModel(permit())).rejects.toMatchObject({ code: "unavailable" });
});

test("who changes what somebody else has changed meanwhile is told so", async () => {
  await saveModel(people.admin, filled());
  await saveModel(people.owner, edited({}));
  await expect(saveModel(people.admin, edited({}))).rejects.toMatchObject({ code: "conflict" });
  await expect(saveModel(people.admin, filled())).rejects.toMatchObject({ code: "conflict" });
});

test("a removed model is gone with its key, and the log says who removed it", async () => {
  await saveModel(people.admin, filled());
  await removeModel(people.admin);
  expect(await readyModel(permit())).toBeNull();
  await expect(removeModel(people.admin)).rejects.toMatchObject({ code: "not-found" });
  const names = (await db().auditEvent.findMany({ where: { workspaceId: people.workspaceId } })).map(
    ({ name }) => name,
  );
  expect(names.sort()).toEqual(["model.removed", "model.saved"]);
});

test.each(["author", "member"] as const)("a %s neither sees nor changes it", async (role) => {
  const asking = [findModel(people[role]), saveModel(people[role], filled()), removeModel(people[role])];
  for (const asked of await Promise.allSettled(asking)) {
    expect(asked).toMatchObject({ status: "rejected", reason: { code: "forbidden" } });
  }
  expect(server.requests).toHaveLength(0);
});

test.each([
  ["http://models.example.com/v1", /must start with https/],
  ["https://10.0.0.8/v1", /name instead of an IP address/],
  ["https://models.example.com/v1?key=abc", /looks like a key/],
  ["https://models.example.com/v1?version=2", /Leave out the \?/],
])("the base URL %s is refused where it is typed", (baseUrl, sentence) => {
  const input = modelForm(operatorAllow()).safeParse({ ...FORM, baseUrl });
  expect(input.error?.issues[0]).toMatchObject({
    path: ["baseUrl"],
    message: expect.stringMatching(sentence),
  });
});

test("a base URL is stored in one form, whatever was pasted", () => {
  const typed = ["https://Models.Example.com/v1/", "https://models.example.com/v1/chat/completions"];
  for (const baseUrl of typed) {
    const input = modelForm(operatorAllow()).parse({ ...FORM, baseUrl });
    expect(input.baseUrl).toBe("https://models.example.com/v1");
  }
});

const FORM = { version: "0", provider: "compatible", model: "some" };
