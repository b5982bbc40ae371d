import { expect, test, vi } from "vitest";
import { z } from "zod";
import { callTool } from "@/lib/mcp/call";
import { sessionsDoor } from "../../fakes/legacy-doors";
import { startSampleServer } from "../../fakes/sample-server";
import { sampleTool, text } from "../../fakes/sample-tool";
import { closeAfterEach } from "../../support/mcp-opened";
import { greet, type Received, startScripted } from "../../support/mcp-scripted";
import { upstreamTo } from "../../support/mcp-upstream";
import { answerTo, call, eras, startGreeting } from "./call-house";

const opened = closeAfterEach();
const scripted = (answer: (received: Received) => void) => opened(startGreeting(answer));

test.each(eras)("what a tool returns is passed on as it is, %s", async (era) => {
  const result = {
    content: [
      { type: "hologram", beams: 3 },
      { type: "text", text: "done" },
    ],
    structuredContent: ["not", "an", "object"],
    isError: true,
  };
  const server = await scripted((received) => received.stream(answerTo(received, result)));

  expect(await callTool(upstreamTo(server.url, { era }), call)).toEqual({ result, era });
});

test("a result that does not fit the tool's output schema passes unharmed", async () => {
  const words = { name: "work", title: "Work", description: "Works.", annotations: {} };
  const tool = sampleTool({ ...words, input: z.object({}), output: z.object({ sum: z.number() }) }, () => ({
    ...text("sum"),
    structuredContent: { sum: "three" },
  }));
  const admit = async () => ({ kind: "admitted", person: "anyone" }) as const;
  const server = await opened(
    startSampleServer({ name: "Sums", tools: [tool], openDoor: sessionsDoor(), admit }),
  );

  const { result } = await callTool(upstreamTo(server.url), call);

  expect(result.structuredContent).toEqual({ sum: "three" });
});

test("a 2025-era server that asks for something is declined, and a ping is answered", async () => {
  const replies: unknown[] = [];
  const server = await opened(
    startScripted(async (received) => {
      if (greet(received)) return;
      if (received.method === "tools/call") {
        received.stream(
          {
            jsonrpc: "2.0",
            id: "ask-1",
            method: "elicitation/create",
            params: { message: "Your password?" },
          },
          { jsonrpc: "2.0", id: "ping-1", method: "ping" },
        );
        await vi.waitFor(() => expect(replies).toHaveLength(2));
        received.response.end(`data: ${JSON.stringify(answerTo(received))}\n\n`);
        return;
      }
      replies.push(received.reply);
      received.response.writeHead(202).end();
    }),
  );

  await callTool(upstreamTo(server.url, { era: "2025" }), call);

  expect(replies).toEqual([
    { jsonrpc: "2.0", id: "ask-1", error: { code: -32601, message: "Not supported by this client" } },
    { jsonrpc: "2.0", id: "ping-1", result: {} },
  ]);
});

test("a tool that asks for more input says so in a sentence", async () => {
  const server = await scripted((received) =>
    received.result({
      resultType: "input_required",
      inputRequests: { who: { method: "elicitation/create" } },
    }),
  );

  await expect(callTool(upstreamTo(server.url, { era: "2026" }), call)).rejects.toMatchObject({
    kind: "protocol",
    message: "This tool asked for more input, which is not supported yet.",
  });
});

test("a 2026-era call declares who asks, in which revision, and no capabilities", async () => {
  const server = await scripted((received) => received.result({ resultType: "complete", content: [] }));

  await callTool(upstreamTo(server.url, { era: "2026" }), call);

  expect(server.received[0]?.params).toEqual({
    name: "work",
    arguments: { hours: 2 },
    _meta: {
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientInfo": { name: "patchbay", title: "Patchbay", version: "0.1.0" },
      "io.modelcontextprotocol/clientCapabilities": {},
    },
  });
  expect(server.received[0]?.headers).toMatchObject({
    "mcp-protocol-version": "2026-07-28",
    "mcp-method": "tools/call",
    "mcp-name": "work",
    accept: "application/json, text/event-stream",
  });
});

const marked = { type: "object", properties: { hours: { type: "integer", "x-mcp-header": "Hours" } } };

test("marked arguments travel as headers too when the schema is at hand", async () => {
  const server = await scripted((received) => received.result({ resultType: "complete", content: [] }));

  await callTool(upstreamTo(server.url, { era: "2026" }), { ...call, inputSchema: marked });

  expect(server.received[0]?.headers["mcp-param-hours"]).toBe("2");
});

test("a call that lacked its headers is sent once more with them", async () => {
  const server = await scripted((received) => {
    if (received.method === "tools/list") {
      const tools = [{ name: "work", inputSchema: marked }];
      return received.result({ resultType: "complete", tools });
    }
    if (!received.headers["mcp-param-hours"]) return received.error(400, -32020, "Header mismatch");
    received.result({ resultType: "complete", content: [] });
  });

  await callTool(upstreamTo(server.url, { era: "2026" }), call);

  expect(server.methods()).toEqual(["tools/call", "tools/list", "tools/call"]);
});
