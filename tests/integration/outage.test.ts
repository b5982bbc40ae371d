import type { Server } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { db } from "@/lib/db/client";
import { lookUpEndpoint } from "@/lib/db/endpoint-look-up";
import { outageIn } from "@/lib/db/outage";
import { entranceAction, formAction } from "@/lib/forms/form-action";
import { currentActor } from "@/lib/session/current";
import { logIn } from "@/lib/session/log-in";
import { startPublicHolidays } from "../fakes/public-holidays";
import type { SampleServer } from "../fakes/sample-server";
import { buildPerson, buildWorkspace, type TestWorkspace } from "../support/builders";
import { type Cuttable, openCuttableDatabase } from "../support/outage";
import { shut } from "../support/ports";
import { createBrowser, type TestBrowser } from "../support/request-scope";
import { connectV1, connectV2 } from "../unit/fakes/clients";
import { addOpen, bearer, buildAssignment, startEndpoints, tokenFor } from "./endpoint-house";

vi.mock("next/headers", () => import("../support/request-scope"));
vi.mock("@/lib/db/endpoint-look-up", { spy: true });

// The environment is read once, when the first module of the console is loaded, so the ports come before.
const ports = await vi.hoisted(async () => {
  const { freePort } = await import("../support/ports");
  const [endpoint, holidays] = [await freePort(), await freePort()];
  process.env["PATCHBAY_URL"] = `http://127.0.0.1:${endpoint}`;
  process.env["PATCHBAY_EGRESS_ALLOW"] = `127.0.0.1:${holidays}`;
  return { endpoint, holidays };
});

const SENTENCE = "Patchbay's database is not answering. Try again in a moment.";
/** What the drivers say when they are cut off. */
const CAUSE = /ECONNREFUSED|DatabaseNotReachable|Connection terminated|PGlite is closed/;
const ada = { email: "ada@example.com", password: "a long enough password" };

let database: Cuttable;
let team: TestWorkspace;
let browser: TestBrowser;
let holidays: SampleServer;
let endpoints: Server;

beforeAll(async () => {
  database = await openCuttableDatabase();
  team = await buildWorkspace();
  await buildPerson(team.workspaceId, "author", ada);
  browser = createBrowser();
  await browser.visit(() => logIn(ada));
  holidays = await startPublicHolidays({ port: ports.holidays });
  endpoints = await startEndpoints(ports.endpoint);
  await addOpen(team.admin, "Public holidays", holidays.url);
});
afterAll(() => Promise.all([shut(endpoints), holidays.close()]));

let log: string;
beforeEach(() => {
  log = "";
  vi.spyOn(console, "error").mockImplementation((line) => {
    log += `${line}\n`;
  });
});
afterEach(() => database.mend());

const rename = formAction(z.object({}), async () => {
  await db().workspace.updateMany({ data: { name: "Acme" } });
  return undefined;
});
const submit = () => browser.visit(() => rename({ status: "idle" }, new FormData()));

test("a form that is sent while the database is away says so, and works when it is back", async () => {
  await database.cut();
  expect(await submit()).toEqual({ status: "failed", message: SENTENCE });
  expect(log).toMatch(CAUSE);

  await database.mend();
  expect(await submit()).toEqual({ status: "done" });
});

test("whoever logs in while the database is away reads a plain sentence", async () => {
  await database.cut();
  const entering = entranceAction(z.object({}), () => logIn(ada).then(() => undefined));
  const state = await createBrowser().visit(() => entering({ status: "idle" }, new FormData()));
  expect(state).toEqual({
    status: "failed",
    message: expect.stringMatching(/^Something went wrong on our side/),
  });
  expect(log).toMatch(CAUSE);
});

test("a page that is drawn while the database is away fails with that sentence, and nothing of the driver's", async () => {
  await database.cut();
  await expect(browser.visit(currentActor)).rejects.toThrow(SENTENCE);
});

test("a statement that the database refuses is no outage", async () => {
  const refused = await db().$queryRaw`SELECT nothing_of_this_name`.catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: "P2010" });
  expect(outageIn(refused)).toBeNull();
});

test("a host that asks while the database is away is told to come back", async () => {
  const { address, token } = await anEndpoint();
  await database.cut();
  const response = await post(address, token);
  expect(response.status).toBe(503);
  expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await response.json()).toMatchObject({ jsonrpc: "2.0", error: { message: SENTENCE } });
  expect(log).toMatch(CAUSE);
});

const eras = { "2025": connectV1, "2026": connectV2 };
type Host = Awaited<ReturnType<(typeof eras)["2025" | "2026"]>>;
const asks: Record<string, (host: Host) => Promise<unknown>> = {
  "asks for the tools": (host) => host.listTools(),
  "calls one whose server is looked at again first": (host) =>
    host.callTool({ name: "public_holidays__next_holiday", arguments: { country: "CZ" } }),
};
const hosts = Object.entries(eras).flatMap(([era, connect]) =>
  Object.entries(asks).map(([what, ask]) => ({ era, connect, what, ask })),
);

test.each(hosts)("a host of $era that $what while the database goes is told so", async ({ connect, ask }) => {
  const { address, token } = await anEndpoint();
  const host = await connect(address, bearer(token));
  await db().connection.updateMany({ data: { listedAt: new Date(0) } });
  goAfterLookUp();
  await expect(ask(host)).rejects.toThrow(SENTENCE);
  expect(log).toMatch(CAUSE);
  await host.close();
});

test("what a host of 2026 is told then has the status and the header that say when to come back", async () => {
  const { address, token } = await anEndpoint();
  goAfterLookUp();
  const response = await post(address, token, LISTS);
  expect(response.status).toBe(503);
  expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(await response.json()).toMatchObject({ id: 1, error: { message: SENTENCE } });
});

test("lines to the database that die without a word are given up after a while, and others are taken", {
  timeout: 60_000,
}, async () => {
  const { address, token } = await anEndpoint();
  const list = () => post(address, token, LISTS);
  await Promise.all(Array.from({ length: 8 }, () => db().workspace.count()));
  database.silence();
  const changing = db().$transaction((tx) => tx.workspace.count(), { maxWait: 30_000, timeout: 30_000 });
  await Promise.all([list(), list(), list(), changing.catch(() => null), submit()]);
  expect((await list()).status).toBe(200);
  expect(await submit()).toEqual({ status: "done" });
});

const LISTS = { "mcp-protocol-version": "2026-07-28", "mcp-method": "tools/list" };

/** The database goes as soon as the next request's caller is known. */
function goAfterLookUp(): void {
  const lookUp = vi.mocked(lookUpEndpoint).getMockImplementation() ?? lookUpEndpoint;
  vi.mocked(lookUpEndpoint).mockImplementationOnce(async (...asked) => {
    const row = await lookUp(...asked);
    await database.cut();
    return row;
  });
}

function post(address: string, token: string, headers: Record<string, string> = {}): Promise<Response> {
  const _meta = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientInfo": { name: "test", version: "1" },
    "io.modelcontextprotocol/clientCapabilities": {},
  };
  return fetch(address, {
    method: "POST",
    headers: {
      ...bearer(token),
      ...headers,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list", params: { _meta } }),
  });
}

async function anEndpoint(): Promise<{ address: string; token: string }> {
  const id = await buildAssignment(team.author, { next_holiday: "allow" });
  return { address: `http://127.0.0.1:${ports.endpoint}/mcp/${id}`, token: await tokenFor(team.author, id) };
}
