import type { Page } from "@playwright/test";
import { addCrm, addHolidays, beginConnection, method } from "./support/connections";
import { expect, type Journey, test } from "./support/journey";
import { ada, ben, cleo, goTo, invite, join, setUp } from "./support/people";
import { foreignClaims, holdAction, replay } from "./support/replay";

const EVE = "eve@example.com";

test("what admins may do, a member reaches neither by address nor by replaying it, and other sites not at all", async ({
  journey,
}) => {
  test.setTimeout(180_000);
  const { url, servers } = journey;
  const [admin, other, member] = [
    await journey.openBrowser(),
    await journey.openBrowser(),
    await journey.openBrowser(),
  ];
  await setUp(admin, journey.console.setUpLink(), ada);
  await addHolidays(admin, servers);
  await addCrm(admin, servers);
  await join(other, await invite(admin, ben.email, "Author"), ben);
  await join(member, await invite(admin, cleo.email, "Member"), cleo);
  const connections = await addressesOf(admin);

  await test.step("a member finds no page of the admins", async () => {
    const { holidays } = connections;
    for (const path of ["/connections/new", `${holidays}/people`, `${holidays}/settings`, "/activity"]) {
      expect((await member.context().request.get(path)).status(), path).toBe(404);
      expect((await admin.context().request.get(path)).status(), path).toBe(200);
    }
    const asked = { url: servers.warehouse.url, issuer: "" };
    const check = await member
      .context()
      .request.post("/connections/check", { data: asked, headers: { origin: url } });
    expect(check.status()).toBe(403);
    expect(servers.warehouse.requests).toEqual([]);
  });

  for (const { name, press, happened } of adminActions({ journey, admin, member, ...connections })) {
    await test.step(name, async () => {
      const held = await holdAction(admin, press);
      expect(await happened(), "before").toBe(false);

      const answer = await (await replay(member.context().request, held, { origin: url })).text();
      expect(answer).toContain("You don't have access to that.");
      expect(await happened(), "replayed by the member").toBe(false);
      for (const [whose, claimed] of Object.entries(foreignClaims)) {
        await replay(admin.context().request, held, claimed);
        expect(await happened(), whose).toBe(false);
      }
      await held.release();
      await expect.poll(happened, "sent by the admin").toBe(true);
    });
  }
});

type Setting = { journey: Journey; admin: Page; member: Page; holidays: string; crm: string };

/** Something only admins may do: how they do it, and how anybody could tell that it was done. */
type AdminAction = { name: string; press(): Promise<unknown>; happened(): Promise<boolean> };

function adminActions({ journey, admin, member, holidays, crm }: Setting): AdminAction[] {
  const { servers } = journey;
  const registrations = () => servers.crm.authorization.seen("register").length;
  const says = async (path: string, words: string) => {
    const html = await (await admin.context().request.get(path)).text();
    return html.replaceAll("<!-- -->", "").includes(words);
  };
  const confirm = (verb: string) =>
    admin.getByRole("dialog").getByRole("button", { name: verb, exact: true }).click();
  let registeredBefore = 0;

  return [
    {
      name: "add a connection",
      async press() {
        await beginConnection(admin, "Replayed", servers.holidays.url);
        await method(admin, "None").check();
        await admin.getByRole("button", { name: "Create", exact: true }).click();
      },
      happened: () => says("/connections", "Replayed"),
    },
    {
      name: "edit a connection",
      async press() {
        await admin.goto(`${holidays}/settings`);
        await admin.getByLabel("Connection name").fill("Days off");
        await admin.getByRole("button", { name: "Save changes" }).click();
      },
      happened: () => says("/connections", "Days off"),
    },
    {
      name: "refresh tools",
      async press() {
        servers.holidays.describeTool("list_countries", "Reworded.");
        await admin.goto(`${holidays}/tools`);
        await admin.getByRole("button", { name: "Refresh tools" }).click();
      },
      happened: () => says("/connections", "1 changed"),
    },
    {
      name: "accept changed tools",
      async press() {
        await admin.goto(`${holidays}/changes`);
        await admin.getByRole("button", { name: "Accept 1 change" }).click();
      },
      happened: () => says(`${holidays}/changes`, "Nothing to review"),
    },
    {
      name: "register again",
      async press() {
        registeredBefore = registrations();
        await admin.goto(`${crm}/settings`);
        await admin.getByRole("button", { name: "Register again" }).click();
        await confirm("Register again");
      },
      happened: async () => registrations() > registeredBefore,
    },
    {
      name: "remove a connection",
      async press() {
        await admin.goto(`${crm}/settings`);
        await admin.getByRole("button", { name: "Remove connection" }).click();
        await confirm("Remove connection");
      },
      happened: async () => !(await says("/connections", "Internal CRM")),
    },
    {
      name: "write an assignment",
      async press() {
        await admin.goto("/assignments/new");
        await admin.getByLabel("Name").fill("Replayed work");
        await admin.getByRole("button", { name: "Create and pick tools" }).click();
      },
      happened: () => says("/assignments", "Replayed work"),
    },
    {
      name: "invite somebody",
      async press() {
        await goTo(admin, "People");
        await admin.getByRole("button", { name: "Invite someone" }).click();
        await admin.getByRole("dialog").getByLabel("E-mail").fill(EVE);
        await admin.getByRole("button", { name: "Create invite link" }).click();
      },
      happened: () => says("/people", EVE),
    },
    {
      name: "take an invite back",
      async press() {
        await admin.goto("/people");
        await admin.getByRole("button", { name: "Take back…" }).click();
        await confirm("Take back invite");
      },
      happened: async () => !(await says("/people", EVE)),
    },
    {
      name: "remove a person",
      async press() {
        await admin.goto("/people");
        await admin.getByRole("button", { name: `More about ${ben.name}` }).click();
        await admin.getByRole("menuitem", { name: "Remove…" }).click();
        await confirm(`Remove ${ben.name}`);
      },
      happened: async () => !(await says("/people", ben.email)),
    },
    {
      name: "make somebody an admin",
      async press() {
        await admin.goto("/people");
        await admin.getByLabel(`Role of ${cleo.name}`).selectOption("Admin");
      },
      happened: async () => (await member.context().request.get("/connections/new")).status() === 200,
    },
  ];
}

async function addressesOf(page: Page): Promise<{ holidays: string; crm: string }> {
  await goTo(page, "Connections");
  const addressOf = async (name: string) =>
    (await page.getByRole("link", { name, exact: true }).getAttribute("href")) ?? "";
  return { holidays: await addressOf("Public holidays"), crm: await addressOf("Internal CRM") };
}
