import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { ScheduleList } from "@/app/(console)/assignments/[assignmentId]/runs/schedule-list";
import type { ScheduleView } from "@/lib/runs/schema";
import type { SignInView } from "@/lib/sign-ins/schema";

vi.mock("@/app/(console)/runs/actions", () => ({
  pauseScheduleAction: vi.fn(),
  resumeScheduleAction: vi.fn(),
  removeScheduleAction: vi.fn(),
  saveScheduleAction: vi.fn(),
}));
afterEach(cleanup);

const live: ScheduleView = {
  id: "s1",
  assignmentId: "a1",
  person: "Ben",
  own: true,
  message: "",
  cron: "30 19 * * *",
  timeZone: "UTC",
  when: "each day at 19:30, UTC",
  status: "on",
  pausedFor: null,
  pausedBy: null,
  missed: null,
  failing: false,
  next: [new Date("2026-11-23T19:30:00Z")],
};
const paused: ScheduleView = { ...live, status: "paused", next: [] };
const missed = { at: new Date("2026-11-22T19:30:00Z"), reason: "Warehouse API needs your sign-in." };

const signIn: SignInView = {
  connectionId: "c1",
  connectionName: "Warehouse API",
  host: "warehouse.example.com",
  method: "oauth",
  needsCredential: true,
  shared: false,
  state: "notSignedIn",
  vouched: false,
  reason: null,
  since: null,
  lastUsedAt: null,
  isStored: false,
  scopes: [],
  missing: null,
};

test("a time that did not start is said in the row, with the button that mends it", () => {
  show({ ...live, missed }, "member", [signIn]);
  screen.getByText(/^Sun,? 22 Nov,? 19:30 did not start: Warehouse API needs your sign-in\.$/);
  expect(screen.getByRole("link", { name: "Sign in" }).getAttribute("href")).toContain("/sign-ins/c1");
});

test("a schedule that did nothing wrong asks for no sign-in, and somebody else's never asks the reader", () => {
  show(live, "member", [signIn]);
  expect(screen.queryByRole("link")).toBeNull();
  cleanup();
  show({ ...live, own: false, missed }, "admin", [signIn]);
  screen.getByText(/did not start: Ben was told: Warehouse API needs your sign-in\./);
  expect(screen.queryByRole("link")).toBeNull();
});

const maker = { name: "Ben", isMaker: true };
const admin = { name: "Grace", isMaker: false };

test.each([
  ["its maker, while it is on", live, "member", ["Pause", "Edit", "Remove"]],
  ["its maker, whoever paused it", { ...paused, pausedBy: admin }, "member", ["Resume", "Edit", "Remove"]],
  ["an admin, while it is on", { ...live, own: false }, "admin", ["Pause", "Remove"]],
  ["an admin, once one paused it", { ...paused, own: false, pausedBy: admin }, "admin", ["Resume", "Remove"]],
  ["an admin, once its maker paused it", { ...paused, own: false, pausedBy: maker }, "admin", ["Remove"]],
  ["an admin, once it paused itself", { ...paused, own: false, pausedFor: "No." }, "admin", ["Remove"]],
  ["anybody else", { ...live, own: false }, "member", []],
] as const)("for %s the row has these buttons", (_who, schedule, role, names) => {
  show(schedule, role, []);
  expect(screen.queryAllByRole("button").map(({ textContent }) => textContent)).toEqual(names);
  if (schedule.pausedBy) screen.getByText(`${schedule.pausedBy.name} paused it.`);
});

function show(schedule: ScheduleView, role: "admin" | "member", missing: readonly SignInView[]): void {
  const actor = { kind: "member", sessionId: "x", id: "m1", name: "Ben", role, workspaceId: "w1" } as const;
  render(<ScheduleList actor={actor} schedules={[schedule]} timeZones={["UTC"]} missing={missing} />);
}
