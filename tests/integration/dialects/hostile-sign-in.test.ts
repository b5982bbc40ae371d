import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { CheckStep, CheckVerdict } from "@/lib/connections/schema";
import { type Faults, faults, withMetadata } from "../../fakes/authorization-faults";
import { consent } from "../../fakes/consent";
import type { TestWorkspace } from "../../support/builders";
import { allowOrigins } from "../../support/samples";
import { type Dialect, startHouse } from "./house";

/**
 * What a server says about signing in is its own, so a hostile one says whatever
 * serves it. `foreign` is somebody else's server: it listens, the operator allows
 * it, and the test is that nothing at all arrives there.
 */
const foreign = await startHouse({ what: "Foreign", seenAt: "elsewhere" });
const { origin: elsewhere } = foreign.authorization;

type Lie = Partial<Dialect> & { what: string; sentence: RegExp };

const liesToAdmins: Lie[] = [
  {
    what: "metadata at a foreign address",
    challenge: () => `Bearer resource_metadata="${elsewhere}/.well-known/oauth-protected-resource/mcp"`,
    sentence:
      /keeps its sign-in details at another address than its own.*Whoever runs the server has to fix it/,
  },
  {
    what: "the resource of a foreign server",
    broken: changedResource({ resource: `${elsewhere}/mcp` }),
    sentence: /sign-in details are those of another server\. Check the Server URL/,
  },
  {
    what: "the name of a foreign sign-in server",
    broken: withMetadata({ issuer: elsewhere }),
    sentence: /calls itself by another name.*Whoever runs it has to fix that/,
  },
  {
    what: "a script for a sign-in page",
    broken: faults.javascriptAuthorize,
    sentence: /sign-in page is not a public https address.*Whoever runs the provider has to fix it/,
  },
  {
    what: "a token address in a private network",
    broken: faults.privateToken,
    sentence: /token address is not a public https address.*Whoever runs the provider has to fix it/,
  },
  {
    what: "metadata that is moved to a foreign server",
    provider: { path: "/auth" },
    broken: {
      answers: {
        "resource-metadata": sentTo("/.well-known/oauth-protected-resource/mcp"),
        "first-metadata": sentTo("/.well-known/oauth-authorization-server"),
        "next-metadata": sentTo("/.well-known/openid-configuration"),
      },
    },
    documents: (origin) => ({
      "/.well-known/oauth-authorization-server": { issuer: elsewhere, ...endpointsAt(origin) },
    }),
    sentence: /redirects to .*, which can't speak for it/,
  },
];

let isMoved = false;
let isPointing = false;

/** What a server that people are signed in to may say one day, and what the next call comes to. */
const liesToPeople: (Lie & { later: Partial<Faults>; turn?: () => void })[] = [
  {
    what: "a foreign sign-in server",
    later: changedResource({ authorization_servers: [elsewhere] }),
    sentence: /ada/,
  },
  {
    what: "a foreign token address",
    later: withMetadata({ token_endpoint: `${elsewhere}/token` }),
    sentence: /ada/,
  },
  {
    what: "a foreign revocation address",
    later: withMetadata({ revocation_endpoint: `${elsewhere}/revoke` }),
    sentence: /ada/,
  },
  {
    what: "a challenge that points elsewhere",
    challenge: (origin) =>
      `Bearer resource_metadata="${isPointing ? elsewhere : origin}/.well-known/oauth-protected-resource/mcp"`,
    turn: () => {
      isPointing = true;
    },
    later: {},
    sentence: /ada/,
  },
  {
    what: "a token address that sends on",
    later: { answers: { token: sentTo("/token") } },
    sentence: /redirects to .*what is sent here is not sent on/,
  },
  {
    what: "calls that are sent on",
    movesTo: () => (isMoved ? `${elsewhere}/mcp` : null),
    turn: () => {
      isMoved = true;
    },
    later: {},
    sentence: /redirects to .*what is sent here is not sent on/,
  },
];

const toAdmins = await Promise.all(liesToAdmins.map(housed));
const toPeople = await Promise.all(liesToPeople.map(housed));
const [moves, honest, borrower] = await Promise.all([
  startHouse({ what: "Moves", seenAt: "" }),
  startHouse({ what: "Honest", seenAt: "" }),
  startHouse({ what: "Borrower", seenAt: "" }),
]);
const houses = [foreign, moves, honest, borrower, ...toAdmins, ...toPeople];
allowOrigins(houses.map(({ authorization }) => authorization.origin));

const { buildWorkspace } = await import("../../support/builders");
const { withTestDatabase } = await import("../../support/database");
const { connect, signIn, whoami } = await import("./sign-in");
const { registerAgain } = await import("@/lib/connections/commands");
const { checkServer } = await import("@/lib/connections/check");
const { startSignIn } = await import("@/lib/sign-ins/consent");
const { signOut } = await import("@/lib/sign-ins/commands");
const { revocationsSettled } = await import("@/lib/sign-ins/revocation");
const { db } = await import("@/lib/db/client");

let people: TestWorkspace;

withTestDatabase();
beforeAll(async () => {
  people = await buildWorkspace();
});

beforeEach(() => {
  foreign.authorization.requests.length = 0;
});

afterAll(() => Promise.all(houses.map(({ authorization }) => authorization.close())));

test.each(toAdmins.map((lie): [string, (typeof toAdmins)[number]] => [lie.what, lie]))(
  "a server that publishes %s is not added, and the admin reads why",
  async (what, lie) => {
    const steps: CheckStep[] = [];
    const verdict: CheckVerdict = await checkServer(people.admin, {
      url: lie.url,
      issuer: null,
      onStep: (step) => steps.push(step),
    });
    expect(verdict.kind).toBe("refused");
    expect(JSON.stringify([verdict, steps])).toMatch(lie.sentence);

    await expect(connect(people, lie, what)).rejects.toMatchObject({ code: "upstream" });
    expect(await db().connection.count({ where: { name: what } })).toBe(0);
    expect(foreign.authorization.requests).toEqual([]);
  },
);

test.each(toPeople.map((lie): [string, (typeof toPeople)[number]] => [lie.what, lie]))(
  "once people are signed in, %s leads nothing there",
  async (what, lie) => {
    const connectionId = await connect(people, lie, what);
    await signIn(people, lie, connectionId);
    lie.authorization.break(lie.later);
    lie.turn?.();
    lie.authorization.expireAccessTokens();

    const said = await whoami(people, connectionId).catch((error: Error) => error.message);
    expect(said).toMatch(lie.sentence);
    await signOut(people.member, connectionId);
    await revocationsSettled();
    expect(foreign.authorization.requests).toEqual([]);
  },
);

test.each<[string, Partial<Faults>]>([
  ["another sign-in server", changedResource({ authorization_servers: [elsewhere] })],
  ["another token address", withMetadata({ token_endpoint: `${elsewhere}/token` })],
])(
  "when a server comes to name %s, an admin who registers again reads so, and nothing is sent there",
  async (what, later) => {
    const connectionId = await connect(people, moves, what);
    moves.authorization.break(later);
    await expect(registerAgain(people.admin, connectionId)).rejects.toThrow(
      /sign-in server of this connection changed from .* to .*until an admin has confirmed that/,
    );
    const sent = foreign.authorization.requests.filter(({ path }) => !path.startsWith("/.well-known/"));
    expect(sent).toEqual([]);
    moves.authorization.heal();
  },
);

test("a server that borrows another's sign-in server gets none of what the other one has", async () => {
  const own = await connect(people, honest, "Honest");
  await signIn(people, honest, own);
  borrower.authorization.break(changedResource({ authorization_servers: [honest.authorization.issuer] }));
  const borrowed = await connect(people, borrower, "Borrower");
  const address = await startSignIn(people.member, borrowed, "/");
  await consent(address, { as: "ada" });

  const [first, second] = await Promise.all(
    [own, borrowed].map((connectionId) => db().oAuthClient.findUniqueOrThrow({ where: { connectionId } })),
  );
  expect(second?.clientId).not.toBe(first?.clientId);
  expect(address.searchParams.get("resource")).toBe(borrower.url);
  expect(borrower.authorization.requests.filter(({ headers }) => headers["authorization"])).toEqual([]);
});

async function housed<Told extends Lie>(lie: Told) {
  return { ...lie, ...(await startHouse({ seenAt: "a hostile server", ...lie })) };
}

function sentTo(path: string) {
  return { status: 307, headers: { location: elsewhere + path } };
}

function changedResource(change: object): Partial<Faults> {
  return { editResource: (document) => ({ ...document, ...change }) };
}

function endpointsAt(origin: string): object {
  return { authorization_endpoint: `${origin}/authorize`, token_endpoint: `${origin}/token` };
}
