import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { PageHeader } from "@/components/ui/page";
import { routes } from "@/lib/routes";
import type { SignInView } from "@/lib/sign-ins/schema";

vi.mock("@/app/(console)/sign-ins/actions", () => ({ signOutAction: async () => ({ status: "done" }) }));
const { SignInTable } = await import("@/app/(console)/sign-ins/sign-in-table");

afterEach(cleanup);

test("what a sign-in has nothing to say of is not a line on a phone, and its method comes last", () => {
  render(<SignInTable signIns={[signIn(1)]} />);

  const [, method, state, since, used, action] = screen.getAllByRole("cell");
  for (const empty of [since, used]) expect(empty?.className).toContain("max-sm:hidden");
  expect(method?.className).toContain("max-sm:order-1");
  for (const wanted of [state, action]) expect(wanted?.className).not.toContain("order");
});

test("sign-ins are searched only where there are many", () => {
  const many = Array.from({ length: 11 }, (_, index) => signIn(index));
  const page = render(<SignInTable signIns={many} />);
  expect(screen.getByRole("searchbox", { name: "Search sign-ins" })).toBeTruthy();

  page.rerender(<SignInTable signIns={many.slice(1)} />);
  expect(screen.queryByRole("searchbox")).toBeNull();
});

test("a breadcrumb points at nothing that is not there", () => {
  const { container } = render(
    <PageHeader title="CRM" crumbs={[{ label: "Connections", href: routes.connections }]} />,
  );

  expect(container.querySelector("nav svg")).toBeNull();
});

function signIn(number: number): SignInView {
  return {
    connectionId: `c${number}`,
    connectionName: `Server ${number}`,
    host: "mcp.example.com",
    method: "apiKey",
    needsCredential: true,
    state: "notSignedIn",
    vouched: false,
    reason: null,
    since: null,
    lastUsedAt: null,
    scopes: [],
    missing: null,
    shared: false,
    isStored: false,
  };
}
