import { createServer } from "node:http";
import { toNodeHandler } from "@modelcontextprotocol/node";
import { createMcpHandler, ProtocolError, ProtocolErrorCode, Server } from "@modelcontextprotocol/server";
import { listen, shut } from "../support/ports";
import { askingTools } from "./asking-tools";
import { plainTools } from "./plain-tools";
import type { SuiteTool } from "./suite-tool";

/** The server behind the endpoint: the tools that the suite's scenarios call, on the v2 SDK, in both eras. */
export async function startUpstream() {
  const tools = [...plainTools, ...askingTools];
  const handler = createMcpHandler(() => build(tools), { legacy: "stateless" });
  const handle = toNodeHandler(handler);
  const server = createServer(
    (request, response) => void handle(request as Parameters<typeof handle>[0], response),
  );
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    close: async () => {
      await handler.close();
      await shut(server);
    },
  };
}

function build(tools: SuiteTool[]): Server {
  const server = new Server({ name: "Suite", version: "1.0.0" }, { capabilities: { tools: {} } });
  server.setRequestHandler("tools/list", () => ({ tools: tools.map(({ definition }) => definition) }));
  server.setRequestHandler("tools/call", async ({ params }, context) => {
    const tool = tools.find(({ definition }) => definition.name === params.name);
    if (!tool) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no ${params.name}.`);
    return tool.run(context);
  });
  return server;
}
