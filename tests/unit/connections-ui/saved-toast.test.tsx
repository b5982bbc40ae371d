import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { savedCookie } from "@/components/connections/saved-cookie";
import { SavedToast } from "@/components/connections/saved-toast";
import { Toaster } from "@/components/ui/toast";

afterEach(cleanup);

test("saved settings are confirmed once, with what they cost", async () => {
  // biome-ignore lint/suspicious/noDocumentCookie: jsdom has no Cookie Store.
  document.cookie = `${savedCookie}=2; Path=/`;

  const page = render(<Page />);

  expect(await screen.findByText("Changes saved. 2 people have to reconnect.")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Dismiss" }));
  page.rerender(<Page />);
  expect(screen.queryByText(/Changes saved/)).toBeNull();
});

function Page() {
  return (
    <>
      <SavedToast />
      <Toaster />
    </>
  );
}
