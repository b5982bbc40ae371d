import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import CommandPalette from "@/components/shell/command-palette";
import { actionsFor } from "@/components/shell/sections";
import { routes } from "@/lib/routes";

const HOST = "crm.example";

const push = vi.fn();
vi.mock("next/navigation", () => ({ useRouter: () => ({ push }) }));

beforeEach(() => {
  vi.stubGlobal("ResizeObserver", NoResizes);
  Element.prototype.scrollIntoView = () => {};
});
afterEach(cleanup);

test.each([
  ["add", ["Add custom connection"]],
  ["settings", ["Settings"]],
  ["connection", ["Connections", "Add custom connection"]],
  ["crm internal", [`Internal CRM${HOST}`]],
  [HOST, [`Internal CRM${HOST}`]],
  ["xyz", []],
])(
  "the palette finds for “%s” what is called that, and nothing by words one can't see",
  async (typed, found) => {
    show();

    await userEvent.type(screen.getByRole("combobox"), typed);

    expect(screen.queryAllByRole("option").map(({ textContent }) => textContent)).toEqual(found);
  },
);

test("an action is begun from the palette", async () => {
  show();

  await userEvent.type(screen.getByRole("combobox"), "new{Enter}");

  expect(push).toHaveBeenCalledWith(routes.newAssignment);
});

test.each([
  ["admin", ["Add custom connection", "New assignment"]],
  ["author", ["New assignment"]],
  ["member", []],
] as const)("the palette offers the %s only what they may begin", (role, labels) => {
  expect(actionsFor(role).map(({ label }) => label)).toEqual(labels);
});

function show(): void {
  const page = (label: string, href: typeof routes.home) => ({ label, href, group: "Pages", also: "" });
  render(
    <CommandPalette
      destinations={[
        page("Connections", routes.connections),
        page("Settings", routes.settings),
        ...actionsFor("admin").map(({ label, href }) => ({ ...page(label, href), group: "Actions" })),
        { label: "Internal CRM", group: "Connections", href: routes.connection("ad-d"), also: HOST },
      ]}
    />,
  );
}

/** What jsdom lacks: nothing here ever changes its size. */
class NoResizes {
  observe() {}
  unobserve() {}
  disconnect() {}
}
