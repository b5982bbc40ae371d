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
    return { status: "done", message: "Saved. Endpoints offer this from now on." };
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
  sessionStorage.clear();
  vi.restoreAllMocks();
});

const show = (groups: SetupGroup[], mayReview = true) =>
  render(<SetupEditor setup={{ assignment: buildAssignmentView(), groups }} mayReview={mayReview} />);
const stored = (mode: "allow" | "ask") => [
  buildGroup("Warehouse", [buildTool("find", { pick: { mode, mark: MARK } })]),
];
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
  expect(screen.getByText("1 set to Ask")).toBeTruthy();
  expect(screen.getByText(/the person it acts as must approve each call/)).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(picks()).toEqual([
    { toolId: "find", mode: "allow", mark: MARK },
    { toolId: "book", mode: "ask", mark: MARK },
  ]);
});

test("a tool is called by its name, and what it does is read after it", () => {
  show([buildGroup("Warehouse", [buildTool("find", { line: "Finds articles." })])]);
  expect(screen.getByRole("checkbox", { name: "find", description: "Writes Finds articles." })).toBeTruthy();
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
  expect(screen.queryByText("1 problem")).toBeNull();
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
    signIn: { state: "notSignedIn" as const, vouched: false, reason: null, missing: null, shared: false },
  };
  show([group]);
  expect(screen.queryByRole("link", { name: "Sign in" })).toBeNull();
  await userEvent.click(box(/find/));
  expect(screen.getByRole("link", { name: "Sign in" }).getAttribute("href")).toBe(
    "/sign-ins/Warehouse?returnTo=%2Fassignments%2Fa1%2Fsetup",
  );
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

test("what was saved stays on the screen as it was saved, and nothing counts as unsaved after", async () => {
  const group = buildGroup("Warehouse", [
    buildTool("find", { pick: { mode: "ask", mark: MARK } }),
    buildTool("book"),
  ]);
  const { rerender } = show([group]);
  await userEvent.click(box(/find/));
  await userEvent.click(box(/book/));
  await userEvent.click(screen.getByRole("radio", { name: "Allow" }));
  expect(screen.getByText("2 unsaved changes")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  const shown = () => [box(/find/), box(/book/)].map((one) => (one as HTMLInputElement).checked);
  expect(shown()).toEqual([false, true]);

  const after = buildGroup("Warehouse", [
    buildTool("find"),
    buildTool("book", { pick: { mode: "allow", mark: MARK } }),
  ]);
  rerender(
    <SetupEditor setup={{ assignment: buildAssignmentView({ version: 2 }), groups: [after] }} mayReview />,
  );
  expect(shown()).toEqual([false, true]);
  expect((screen.getByRole("radio", { name: "Allow" }) as HTMLInputElement).checked).toBe(true);
  expect(screen.getByText("Saved. Endpoints offer this from now on.")).toBeTruthy();
  await userEvent.click(box(/book/));
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(saved.mock.lastCall?.[0]).toMatchObject({ version: "2", picks: "[]" });
});

test("with nothing changed there is nothing to save", async () => {
  show(stored("allow"));
  expect(screen.getByText("No unsaved changes")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await userEvent.click(screen.getByRole("radio", { name: "Ask" }));
  await userEvent.click(screen.getByRole("radio", { name: "Allow" }));
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(saved).not.toHaveBeenCalled();
});

test("a pick that asks is counted as such, and is no problem", () => {
  show(stored("ask"));
  expect(screen.getByText("1 set to Ask")).toBeTruthy();
  expect(screen.getByText("No problems")).toBeTruthy();
});

test("unsaved picks survive a trip to another page, and are given up when they are discarded", async () => {
  const groups = [buildGroup("Warehouse", [buildTool("find")])];
  show(groups).unmount();
  show(groups);
  await userEvent.click(box(/find/));
  cleanup();
  show(groups);
  expect(screen.getByText("Your unsaved changes are back.")).toBeTruthy();
  expect(screen.getByText("1 unsaved change")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Discard them" }));
  expect(screen.getByText("0 picked")).toBeTruthy();
  cleanup();
  show(groups);
  expect(screen.getByText("No unsaved changes")).toBeTruthy();
});

test("edits made on an older version are not brought back over what was saved since", async () => {
  const groups = [buildGroup("Warehouse", [buildTool("find")])];
  show(groups);
  await userEvent.click(box(/find/));
  cleanup();
  render(<SetupEditor setup={{ assignment: buildAssignmentView({ version: 2 }), groups }} mayReview />);
  expect(screen.getByText("No unsaved changes")).toBeTruthy();
});

test("leaving with unsaved changes asks first, by a link or by closing; a sign-in does not", async () => {
  const confirm = vi.spyOn(window, "confirm").mockReturnValue(false);
  const link = document.body.appendChild(document.createElement("a"));
  link.addEventListener("click", (event) => event.preventDefault());
  link.href = "/connections";
  const closes = () => window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
  show([buildGroup("Warehouse", [buildTool("find")])]);
  await userEvent.click(link);
  expect(confirm).not.toHaveBeenCalled();
  expect(closes()).toBe(true);

  await userEvent.click(box(/find/));
  await userEvent.click(link);
  expect(confirm).toHaveBeenCalledOnce();
  expect(closes()).toBe(false);
  link.href = "/sign-ins/Warehouse?returnTo=%2Fassignments%2Fa1%2Fsetup";
  await userEvent.click(link);
  expect(confirm).toHaveBeenCalledOnce();
  link.remove();
});

test("the count of problems leads to the first one, also in a closed group and past a search", async () => {
  const gone = buildTool("old", { status: "gone", mark: null, pick: { mode: "allow", mark: MARK } });
  show([
    buildGroup("CRM", [buildTool("find", { pick: { mode: "allow", mark: MARK } })]),
    buildGroup("ERP", [gone]),
  ]);
  await userEvent.click(screen.getByRole("button", { name: /ERP/ }));
  await userEvent.type(screen.getByRole("searchbox"), "find");
  await userEvent.click(screen.getByRole("button", { name: "1 problem" }));
  expect(document.activeElement).toBe(box(/old/));
});

test("a connection without tools says to sign in to see them, with the way", () => {
  const signIn = {
    state: "notSignedIn" as const,
    vouched: false,
    reason: null,
    missing: null,
    shared: false,
  };
  show([{ ...buildGroup("CRM", []), signIn }]);
  expect(screen.getByText("Sign in to see its tools")).toBeTruthy();
  expect(screen.getByRole("link", { name: "Sign in" })).toBeTruthy();
});
