import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { WaitingList } from "@/app/(console)/home/waiting-list";

test("a tool whose name turns the text around is named with what does so", () => {
  const approval = {
    id: "a",
    runId: null,
    assignment: "Restock",
    tool: "read\u202ella_eteled\u2066",
    connection: "Warehouse API",
    person: "Ada",
    as: null,
    arguments: { note: "\u202e" },
    status: "waiting",
    expiresAt: new Date("2026-01-01T00:00:00Z"),
  } as const;
  const none = { toRenew: [], toMend: [], toReview: [], news: [] };
  const { container } = render(<WaitingList waiting={{ ...none, toApprove: [approval] }} />);
  expect(screen.getByText("read⟦U+202E⟧lla_eteled⟦U+2066⟧ of Warehouse API")).toBeDefined();
  expect(container.textContent).not.toMatch(/[\u202e\u2066]/);
});
