import { addCrm, tryTool } from "./support/connections";
import { expect, test } from "./support/journey";
import { ada, goTo, setUp } from "./support/people";
import { allow, consent } from "./support/sign-ins";

test("a person whom a server asks for one more permission grants it, and the call goes through", async ({
  journey,
}) => {
  const { crm } = journey.servers;
  const page = await journey.openBrowser();
  const result = page.getByRole("region", { name: "Result" });
  await setUp(page, journey.console.setUpLink(), ada);
  await addCrm(page, journey.servers);
  await consent(page, "Internal CRM", "ada", "5 tools");
  await tryTool(page, "Internal CRM", "whoami");
  await expect(result).toContainText("ada@acme.example");

  crm.requireScopes(["crm.admin"]);
  await test.step("the call says what is missing and where to grant it", async () => {
    await page.getByRole("button", { name: "Try it" }).click();
    await expect(page.getByText("Internal CRM needs one more permission: crm.admin.")).toContainText(
      `Grant access: ${journey.url}/sign-ins/`,
    );
    expect(crm.calls.map(({ tool }) => tool)).toEqual(["whoami"]);
  });
  await test.step("Home leads there, and the page names it before anybody goes", async () => {
    await goTo(page, "Home");
    await page.getByRole("link", { name: "Grant access" }).click();
    await expect(page.getByText("Your sign-in keeps working for everything else.")).toBeVisible();
    const asked = page.locator("dt", { hasText: "With Grant access also" });
    await expect(asked.locator("+ dd")).toHaveText("crm.admin");
  });
  await test.step("the provider is asked for it beside what was granted, and the call goes through", async () => {
    await page.getByRole("button", { name: "Grant access" }).click();
    for (const scope of ["crm.read", "crm.write", "crm.admin"])
      await expect(page.getByRole("listitem").filter({ hasText: scope })).toBeVisible();
    await allow(page, "ada");
    await expect(page.getByRole("heading", { level: 1, name: "Internal CRM" })).toBeVisible();
    await tryTool(page, "Internal CRM", "whoami");
    await expect(result).toContainText("ada@acme.example");
    await goTo(page, "Home");
    await expect(page.getByRole("link", { name: "Grant access" })).toHaveCount(0);
  });
});
