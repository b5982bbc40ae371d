import { expect, test } from "vitest";
import { snippetsFor } from "@/app/(console)/assignments/[assignmentId]/endpoint/snippets";

const url = "https://patchbay.example/mcp/a1";
const of = (host: string, name = "Weekly stock report", address = url) =>
  snippetsFor(name, address).find((snippet) => snippet.host === host)?.code ?? "";

test("Claude Code is given the address and the header in one command", () => {
  expect(of("Claude Code")).toBe(
    `claude mcp add --transport http weekly-stock-report ${url} \\\n  --header "Authorization: Bearer TOKEN"`,
  );
});

test("Cursor and VS Code are given JSON in the shape each reads", () => {
  expect(JSON.parse(of("Cursor"))).toEqual({
    mcpServers: { "weekly-stock-report": { url, headers: { Authorization: "Bearer TOKEN" } } },
  });
  expect(JSON.parse(of("VS Code")).servers["weekly-stock-report"]).toEqual({
    type: "http",
    url,
    headers: { Authorization: `Bearer \${input:weekly-stock-report-token}` },
  });
});

test("the bridge for Claude Desktop is told when the address is not encrypted", () => {
  expect(JSON.parse(of("Claude Desktop")).mcpServers["weekly-stock-report"].args).not.toContain(
    "--allow-http",
  );
  const plain = JSON.parse(of("Claude Desktop", "Weekly stock report", "http://localhost:3000/mcp/a1"));
  expect(plain.mcpServers["weekly-stock-report"].args).toContain("--allow-http");
});

test("no name of an assignment can add anything to a command", () => {
  expect(of("Claude Code", '"; rm -rf / #')).toContain("--transport http rm-rf https://");
  expect(of("Claude Code", "週報")).toContain("--transport http assignment https://");
});
