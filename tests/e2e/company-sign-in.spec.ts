import type { Page } from "@playwright/test";
import { type IdentityProvider, startIdentityProvider, takingWordOf } from "../fakes/identity-provider";
import { type OAuthServer, startInternalCrm } from "../fakes/internal-crm";
import { beginConnection, checkServer, create, tryTool } from "./support/connections";
import { test as base, expect } from "./support/journey";
import { ada, cleo, goTo, invite, join, setUp } from "./support/people";
import { allow, signInRow } from "./support/sign-ins";

type Company = { idp: IdentityProvider; crm: OAuthServer };

const ours = { clientId: "console-at-company", clientSecret: "c0mpany-secret-of-ours" };
const app = { clientId: "console-at-crm", clientSecret: "s3cret-at-the-crm" };

const test = base.extend<{ company: Company }>({
  company: async ({ address }, use) => {
    const redirectUris = [`${address.url}/oauth/company/callback`];
    const idp = await startIdentityProvider({
      clients: [{ ...ours, redirectUris }],
      people: ["ada", "cleo"],
    });
    const clients = [{ ...app, redirectUris: [] }];
    const authorization = { registration: false, clients, moreGrants: takingWordOf(() => idp) };
    const crm = await startInternalCrm({ authorization });
    await use({ idp, crm });
    await Promise.all([crm.close(), idp.close()]);
  },
  alsoAllowed: async ({ company: { idp, crm } }, use) =>
    use([idp, crm, crm.authorization].map(({ origin }) => new URL(origin).host)),
});

test("whom the company vouches for calls a server as themselves, and consents nowhere but at the company", async ({
  journey,
  company: { idp, crm },
}) => {
  const [adas, cleos] = [await journey.openBrowser(), await journey.openBrowser()];
  await setUp(adas, journey.console.setUpLink(), ada);

  await test.step("an admin names the identity provider, and a connection that trusts it", async () => {
    await goTo(adas, "Settings");
    await adas.getByLabel("Issuer").fill(idp.issuer);
    await adas.getByLabel("Client ID").fill(ours.clientId);
    await adas.getByLabel("Client Secret", { exact: true }).fill(ours.clientSecret);
    await adas.getByRole("button", { name: "Check and save" }).click();
    await expect(adas.getByRole("button", { name: "Remove company sign-in…" })).toBeVisible();

    await beginConnection(adas, "Company CRM", crm.url);
    await checkServer(adas, /enter a Client ID and Client Secret under Advanced settings/);
    await adas.getByRole("radio", { name: /^Company sign-in/ }).check();
    await adas.getByLabel("Client ID").fill(app.clientId);
    await adas.getByLabel("Client Secret", { exact: true }).fill(app.clientSecret);
    await create(adas, "Company CRM");
  });
  await join(cleos, await invite(adas, cleo.email, "Member"), cleo);
  await test.step("each signs in to the company, and by that to the connection", async () => {
    await signInByCompany(adas, "ada");
    await signInByCompany(cleos, "cleo");
  });
  await test.step("each calls as who they are at the company", async () => {
    for (const [page, person] of [
      [adas, "ada"],
      [cleos, "cleo"],
    ] as const) {
      await tryTool(page, "Company CRM", "whoami");
      await expect(page.getByRole("region", { name: "Result" })).toContainText(`${person}@acme.example`);
    }
    expect(crm.calls.map(({ person }) => person)).toEqual(["ada", "cleo"]);
    expect(crm.authorization.seen("authorize")).toEqual([]);
  });
  await test.step("who signs out of the company is signed in nowhere by it", async () => {
    await goTo(cleos, "Sign-ins");
    await cleos.getByRole("button", { name: "Sign out", exact: true }).first().click();
    const dialog = cleos.getByRole("dialog", { name: "Sign out of the company?" });
    await dialog.getByRole("button", { name: "Sign out" }).click();
    await expect(signInRow(cleos, "Company CRM").getByText("Connected", { exact: true })).toHaveCount(0);
    await goTo(adas, "Sign-ins");
    await expect(signInRow(adas, "Company CRM").getByText("Connected", { exact: true })).toBeVisible();
  });
});

/** Once at the company, where the person says who they are; then at the connection, where one press will do. */
async function signInByCompany(page: Page, person: string): Promise<void> {
  await goTo(page, "Sign-ins");
  await page.getByRole("button", { name: "Sign in" }).click();
  await allow(page, person);
  await expect(page.getByText(`You are ${person}@example.com at`)).toBeVisible();
  await signInRow(page, "Company CRM").getByRole("link", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("status").getByText("Signed in. 5 tools found.")).toBeVisible();
}
