import { cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { PersonMenu } from "@/components/shell/person-menu";
import { sectionsFor } from "@/components/shell/sections";
import { parseTheme } from "@/components/shell/theme-choice";

afterEach(cleanup);

test.each([
  ["admin", ["People", "Activity", "Settings"]],
  ["member", ["People", "Settings"]],
] as const)("the rail offers the %s only what they may open", (role, labels) => {
  expect(sectionsFor(role).workspace.map(({ label }) => label)).toEqual(labels);
  expect(sectionsFor(role).work.map(({ label }) => label)).toEqual([
    "Home",
    "Connections",
    "Sign-ins",
    "Assignments",
    "Runs",
  ]);
});

test.each([
  ["dark", "dark"],
  ["light", "light"],
  ['"><script>', "system"],
  [undefined, "system"],
])("a theme cookie that says %s means %s", (cookie, theme) => {
  expect(parseTheme(cookie)).toBe(theme);
});

test("a theme that is chosen is seen at once, and by the server next time", async () => {
  await openMenu(vi.fn());

  await userEvent.click(screen.getByRole("menuitem", { name: "Dark" }));

  expect(document.documentElement.dataset.theme).toBe("dark");
  expect(document.cookie).toContain("theme=dark");
});

test("the menu behind one's name says who one is here and logs out", async () => {
  const logOut = vi.fn(async () => {});
  await openMenu(logOut);

  expect(within(screen.getByRole("menu")).getByText("ada@northwind.example")).toBeTruthy();
  await userEvent.click(screen.getByRole("menuitem", { name: "Log out" }));

  expect(logOut).toHaveBeenCalledOnce();
});

async function openMenu(logOutAction: () => Promise<void>) {
  vi.stubGlobal("ResizeObserver", NoResizes);
  render(
    <PersonMenu
      workspace="Northwind"
      person={{ name: "Ada Lindqvist", email: "ada@northwind.example", role: "admin" }}
      theme="system"
      logOutAction={logOutAction}
      room="words"
    />,
  );
  screen.getByRole("button", { name: /Ada Lindqvist/ }).focus();
  await userEvent.keyboard("{Enter}");
  await screen.findByRole("menu");
}

/** What jsdom lacks: nothing here ever changes its size. */
class NoResizes {
  observe() {}
  unobserve() {}
  disconnect() {}
}
