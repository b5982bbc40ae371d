import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { SnippetPicker } from "@/app/(console)/assignments/[assignmentId]/endpoint/snippet-picker";
import { snippetsFor } from "@/app/(console)/assignments/[assignmentId]/endpoint/snippets";

afterEach(cleanup);

const URL_HERE = "https://patchbay.example/mcp/a1";

test("with a token in hand every snippet that holds one is ready to paste", () => {
  const snippets = snippetsFor("Weekly report", URL_HERE, "pbt_fresh");
  expect(snippets.filter(({ code }) => code.includes("Bearer TOKEN"))).toEqual([]);
  expect(snippets.filter(({ code }) => code.includes("Bearer pbt_fresh")).map(({ host }) => host)).toEqual([
    "Claude Code",
    "Claude Desktop",
    "Cursor",
    "curl",
  ]);
});

test("to put the token in is asked only where there is a place for it", async () => {
  render(<SnippetPicker snippets={snippetsFor("Weekly report", URL_HERE)} />);
  expect(screen.getByText(/Put your token in the place of TOKEN/)).toBeTruthy();
  await userEvent.click(screen.getByRole("radio", { name: "VS Code" }));
  expect(screen.queryByText(/Put your token in the place of TOKEN/)).toBeNull();
});
