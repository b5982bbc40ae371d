import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { savedCookie } from "@/components/connections/saved-cookie";
import { SavedToast } from "@/components/connections/saved-toast";
import { Toaster } from "@/components/ui/toast";

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test("saved settings are confirmed once, at the top, with what they cost", async () => {
  const scrollTo = vi.fn();
  vi.stubGlobal("scrollTo", scrollTo);
  // biome-ignore lint/suspicious/noDocumentCookie: jsdom has no Cookie Store.
  document.cookie = `${savedCookie}=2; Path=/`;

  const page = render(<Page />);

  expect(await screen.findByText("Changes saved. 2 people have to reconnect.")).toBeTruthy();
  expect(scrollTo).toHaveBeenCalledWith({ top: 0 });
  page.rerender(<Page />);
  expect(scrollTo).toHaveBeenCalledOnce();
});

function Page() {
  return (
    <>
      <SavedToast />
      <Toaster />
    </>
  );
}
