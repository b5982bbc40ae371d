import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { answerFirst } from "@/lib/endpoint/front";
import { freePort, listen, shut } from "../../support/ports";

let server: Server;
let home: string;

beforeEach(async () => {
  server = createServer((request, response) => response.end(`behind: ${request.method} ${request.url}`));
  const port = await freePort();
  home = `http://127.0.0.1:${port}`;
  await listen(server, port);
  answerFirst();
});

afterEach(() => shut(server));

test("calls are answered in front from the first request on, and everything else behind", async () => {
  const ask = async (method: string, path: string) => (await fetch(`${home}${path}`, { method })).text();
  expect(await ask("POST", "/mcp/abc")).toContain("This endpoint answers at");
  expect(await ask("POST", "/mcp/abc")).toContain("This endpoint answers at");
  for (const [method, path] of [
    ["GET", "/mcp/abc"],
    ["POST", "/mcp/abc?token=x"],
    ["POST", "/mcp/abc/more"],
    ["POST", "/mcp/a%20b"],
    ["POST", "/login"],
  ] as const) {
    expect(await ask(method, path)).toBe(`behind: ${method} ${path}`);
  }
});
