import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import type { FormAction } from "@/lib/forms/state";

afterEach(cleanup);

test("what will be lost is said first, and Cancel is what Enter presses", async () => {
  const sent = await ask({ status: "done" });

  expect(screen.getByRole("dialog", { description: "5 people lose their sign-in." })).toBeTruthy();
  expect(document.activeElement?.textContent).toBe("Cancel");
  await userEvent.keyboard("{Enter}");

  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Remove…" }));
  expect(sent).toEqual([]);
});

test("once confirmed it is done, and the question goes away", async () => {
  const sent = await ask({ status: "done" });

  await userEvent.click(screen.getByRole("button", { name: "Remove connection" }));

  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(sent).toEqual(["ck1"]);
});

test("a refusal stays in the dialog", async () => {
  await ask({ status: "failed", message: "Somebody else just removed it." });

  await userEvent.click(screen.getByRole("button", { name: "Remove connection" }));

  await screen.findByText("Somebody else just removed it.");
  expect(screen.getByRole("dialog")).toBeTruthy();
});

async function ask(answer: Awaited<ReturnType<FormAction>>) {
  const sent: unknown[] = [];
  render(
    <ConfirmDialog
      trigger={<Button variant="danger">Remove…</Button>}
      title="Remove Internal CRM?"
      losses="5 people lose their sign-in."
      verb="Remove connection"
      action={async (_previous, form) => {
        sent.push(form.get("connectionId"));
        return answer;
      }}
      fields={{ connectionId: "ck1" }}
    />,
  );
  await userEvent.click(screen.getByRole("button", { name: "Remove…" }));
  return sent;
}
