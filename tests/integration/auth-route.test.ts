import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { POST } from "@/app/api/auth/[...all]/route";
import { db } from "@/lib/db/client";
import { actorOf } from "@/lib/session/current";
import { buildPerson } from "../support/builders";
import { withTestDatabase } from "../support/database";

const url = "https://patchbay.example";
vi.hoisted(() => {
  process.env["PATCHBAY_URL"] = "https://patchbay.example";
  process.env["PATCHBAY_CLIENT_IP_HEADER"] = "x-real-ip";
});

const ada = { email: "ada@example.com", password: "a long enough password" };

withTestDatabase();
beforeAll(async () => {
  const { id } = await db().workspace.create({ data: { name: "Acme" } });
  await buildPerson(id, "author", ada);
});
beforeEach(() => db().rateLimit.deleteMany());

function post(path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  return POST(
    new Request(`${url}/api/auth/${path}`, {
      method: "POST",
      headers: { origin: url, "content-type": "application/json", "x-real-ip": "192.0.2.1", ...headers },
      body: JSON.stringify(body),
    }),
  );
}

test("over TLS the session cookie is bound to this host, and unreadable to scripts", async () => {
  const answer = await post("sign-in/email", ada);
  const [cookie = ""] = answer.headers.getSetCookie();
  expect(cookie).toMatch(/^__Host-patchbay\.session_token=/);
  const attributes = cookie.toLowerCase().split("; ").slice(1);
  expect(attributes).toEqual(expect.arrayContaining(["secure", "httponly", "samesite=lax", "path=/"]));
  expect(attributes.some((attribute) => attribute.startsWith("domain"))).toBe(false);

  const actor = await actorOf(new Headers({ cookie: cookie.split(";")[0] ?? "" }));
  expect(actor).toMatchObject({ role: "author" });
});

test.each([
  ["no origin", { origin: "" }],
  ["a null origin", { origin: "null" }],
  ["another origin", { origin: "https://evil.example" }],
  [
    "another origin that forwards its name",
    { origin: "https://evil.example", "x-forwarded-host": "evil.example" },
  ],
])("a log-in with %s is refused", async (_what, headers) => {
  const before = await db().session.count();
  const answer = await post("sign-in/email", ada, headers);
  expect(answer.status).toBe(403);
  expect(answer.headers.getSetCookie()).toEqual([]);
  expect(await db().session.count()).toBe(before);
});

test("what the console does not use of the log-in library is not there", async () => {
  for (const path of ["sign-up/email", "update-user", "change-email", "delete-user", "sign-in/social"]) {
    expect((await post(path, ada)).status).toBe(404);
  }
});

test("one address that tries many people is stopped; another one is not", async () => {
  const statuses: number[] = [];
  for (let index = 0; index < 25; index++) {
    statuses.push((await post("sign-in/email", { ...ada, email: `nobody${index}@example.com` })).status);
  }
  expect(statuses.filter((status) => status === 401)).toHaveLength(20);
  expect(statuses.filter((status) => status === 429)).toHaveLength(5);
  expect((await post("sign-in/email", ada, { "x-real-ip": "192.0.2.2" })).status).toBe(200);
});

test("one person's limit holds on this door too, from whatever address, and says how long to wait", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const answers: Response[] = [];
  for (let index = 0; index < 15; index++) {
    const wrong = { ...ada, password: "not her password" };
    answers.push(await post("sign-in/email", wrong, { "x-real-ip": `192.0.2.${index}` }));
  }
  vi.useRealTimers();
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
  expect(answers.at(-1)?.status).toBe(429);
  expect(answers.at(-1)?.headers.get("retry-after")).toBe("1");
});

test("of a crowd some wait their turn, the others are told when to come back, and nobody is locked out", async () => {
  const crowd = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      post(
        "sign-in/email",
        { ...ada, email: `nobody${index}@example.com` },
        { "x-real-ip": `192.0.2.${index}` },
      ),
    ),
  );
  expect(crowd.filter(({ status }) => status === 401).length).toBeGreaterThan(30);
  const refused = crowd.find(({ status }) => status === 429);
  expect(refused?.headers.get("retry-after")).toBe("2");
  expect(await refused?.json()).toEqual({
    message: "Too many people are logging in right now. Try again in a moment.",
  });
  expect((await post("sign-in/email", ada)).status).toBe(200);
});
