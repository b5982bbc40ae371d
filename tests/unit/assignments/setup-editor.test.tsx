// @vitest-environment jsdom
import { cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SetupEditor } from "@/app/(console)/assignments/[assignmentId]/setup/setup-editor";
import type { SetupGroup } from "@/lib/assignments/schema";
import { buildAssignmentView, buildGroup, buildTool, MARK } from "./builders";

const saved = vi.hoisted(() => vi.fn());
vi.mock("@/app/(console)/assignments/actions", () => ({
  saveSetupAction: async (_previous: unknown, form: FormData) => {
    saved(Object.fromEntries(form));
    return { status: "done" };
  },
}));

beforeEach(() => {
  // jsdom lays nothing out, and a list without a height shows no line.
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(600);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(57);
  Element.prototype.scrollTo = () => {};
});
afterEach(() => {
  cleanup();
  saved.mockClear();
  vi.restoreAllMocks();
});

const show = (groups: SetupGroup[], mayReview = true) =>
  render(<SetupEditor setup={{ assignment: buildAssignmentView(), groups }} mayReview={mayReview} />);
const box = (name: RegExp) => screen.getByRole("checkbox", { name });
const picks = () => JSON.parse(saved.mock.lastCall?.[0].picks);

test("a tool that only reads is picked as Allow, any other as Ask", async () => {
  show([
    buildGroup("Warehouse", [
      buildTool("find", { hints: { reads: true, destroys: false } }),
      buildTool("book"),
    ]),
  ]);
  await userEvent.click(box(/find/));
  await userEvent.click(box(/book/));
  expect(screen.getByText("2 picked")).toBeTruthy();
  expect(screen.getByText("1 ask first")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(picks()).toEqual([
    { toolId: "find", mode: "allow", mark: MARK },
    { toolId: "book", mode: "ask", mark: MARK },
  ]);
});

test("a tool that is held can't be newly picked", async () => {
  show([buildGroup("Warehouse", [buildTool("find", { status: "changed", mark: null })])]);
  await userEvent.click(box(/find/));
  expect(screen.getByText("0 picked")).toBeTruthy();
});

test("a picked tool that is held says so, with the way to its review for those who may", async () => {
  const held = buildTool("find", { status: "changed", mark: null, pick: { mode: "allow", mark: MARK } });
  show([buildGroup("Warehouse", [held])]);
  expect(screen.getByText("1 problem")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Review changes" }).getAttribute("href")).toBe(
    "/connections/Warehouse/changes",
  );
});

test("a picked tool that is gone can be dropped on the spot", async () => {
  const gone = buildTool("find", { status: "gone", mark: null, pick: { mode: "allow", mark: MARK } });
  show([buildGroup("Warehouse", [gone])], false);
  await userEvent.click(screen.getByRole("button", { name: "Remove pick" }));
  expect(screen.getByText("No problems")).toBeTruthy();
});

test("a tool that changed since it was picked can be picked as it is now", async () => {
  const moved = buildTool("find", { mark: "b".repeat(12), pick: { mode: "ask", mark: MARK } });
  show([buildGroup("Warehouse", [moved])]);
  await userEvent.click(screen.getByRole("button", { name: "Pick it as it is now" }));
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(picks()).toEqual([{ toolId: "find", mode: "ask", mark: "b".repeat(12) }]);
});

test("picking from a connection without a sign-in says so at once, with the way to sign in", async () => {
  const group = {
    ...buildGroup("Warehouse", [buildTool("find")]),
    signIn: { state: "notSignedIn" as const, reason: null },
  };
  show([group]);
  expect(screen.queryByRole("link", { name: "Sign in" })).toBeNull();
  await userEvent.click(box(/find/));
  expect(screen.getByRole("link", { name: "Sign in" }).getAttribute("href")).toBe("/sign-ins/Warehouse");
});

test("slash goes to the search, Enter to the first match, arrows on from there, and space picks", async () => {
  show([buildGroup("Warehouse", [buildTool("find"), buildTool("book")])]);
  await userEvent.keyboard("/boo{Enter}");
  expect(saved).not.toHaveBeenCalled();
  await userEvent.keyboard("{ArrowDown}[Space]");
  expect(within(screen.getByRole("group", { name: "Tools by connection" })).getByText("book")).toBeTruthy();
  expect(screen.getByText("1 picked")).toBeTruthy();
});

test("of two thousand tools only those in sight are drawn", () => {
  show([
    buildGroup(
      "Sensors",
      Array.from({ length: 2_000 }, (_, index) => buildTool(`read_${index}`)),
    ),
  ]);
  expect(screen.getAllByRole("checkbox").length).toBeLessThan(60);
});
