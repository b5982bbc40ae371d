import { cleanup, render, screen, within } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { PickedTools } from "@/app/(console)/assignments/[assignmentId]/picked-tools";
import { routes } from "@/lib/routes";
import { buildAssignmentView, buildGroup, buildTool, MARK } from "./builders";

afterEach(cleanup);

const allow = { mode: "allow" as const, mark: MARK };
const row = (name: string) => within(screen.getByText(name).closest("li") ?? document.body);

test("everyone sees each picked tool with its connection, its mode and what is in its way", () => {
  const tools = [
    buildTool("find", { pick: allow }),
    buildTool("book", { pick: { mode: "ask", mark: MARK } }),
    buildTool("old", { pick: allow, status: "gone", mark: null }),
    buildTool("unpicked"),
  ];
  const setup = {
    assignment: buildAssignmentView({ editable: false }),
    groups: [buildGroup("Depot", tools)],
  };
  render(<PickedTools setup={setup} returnTo={routes.assignment("stock")} />);
  expect(screen.getAllByRole("listitem")).toHaveLength(3);
  expect(row("find").getByText("Depot")).toBeTruthy();
  expect(row("find").getByText("Allow")).toBeTruthy();
  expect(row("find").queryByText(/can't be called|refused/)).toBeNull();
  expect(row("book").getByText("Ask")).toBeTruthy();
  expect(screen.getByText(/the person it acts as must approve each call/)).toBeTruthy();
  expect(row("old").getByText(/no longer offers it/)).toBeTruthy();
});

test("a missing sign-in comes with the way there and back", () => {
  const signIn = {
    state: "notSignedIn" as const,
    vouched: false,
    reason: null,
    missing: null,
    shared: false,
  };
  const group = { ...buildGroup("Depot", [buildTool("find", { pick: allow })]), signIn };
  render(
    <PickedTools
      setup={{ assignment: buildAssignmentView(), groups: [group] }}
      returnTo={routes.assignment("stock")}
    />,
  );
  expect(screen.getByRole("link", { name: "Sign in" }).getAttribute("href")).toBe(
    "/sign-ins/Depot?returnTo=%2Fassignments%2Fstock",
  );
});
