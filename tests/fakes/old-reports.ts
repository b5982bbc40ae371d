import { SSEServerTransport } from "@modelcontextprotocol/sdk/server/sse.js";
import { z } from "zod";
import { connectLegacyServer } from "./legacy-server";
import {
  answerJson,
  type OpenDoor,
  type SampleServer,
  type ServerAddress,
  startSampleServer,
} from "./sample-server";
import { sampleTool, text } from "./sample-tool";

/** *Old reports*: the HTTP+SSE transport of 2024 and nothing else, which the console refuses with a sentence. */
export function startOldReports(options: ServerAddress = {}): Promise<SampleServer> {
  return startSampleServer({
    ...options,
    name: "Old reports",
    tools: [monthlyReport],
    paths: ["/sse", "/messages"],
    openDoor: eventStreamDoor,
    admit: async () => ({ kind: "admitted", person: "anyone" }),
  });
}

const monthlyReport = sampleTool(
  {
    name: "monthly_report",
    title: "Monthly report",
    description: "Last month's figures, from the reporting system of 2009.",
    input: z.object({}),
    annotations: { readOnlyHint: true },
  },
  () => text("Revenue 1 204 330, cost 981 112, result 223 218."),
);

const eventStreamDoor: OpenDoor = (offer) => {
  const streams = new Map<string, SSEServerTransport>();

  const forgetSessions = (): void => {
    for (const stream of streams.values()) void stream.close();
    streams.clear();
  };

  return {
    async handle(request, response) {
      const url = new URL(request.url ?? "/", "http://localhost");
      const posted = streams.get(url.searchParams.get("sessionId") ?? "");
      if (url.pathname === "/messages" && posted) return posted.handlePostMessage(request, response);
      if (url.pathname !== "/sse" || request.method !== "GET") {
        return answerJson(response, 405, { error: "Open the event stream at /sse with GET." });
      }

      const stream = new SSEServerTransport("/messages", response);
      streams.set(stream.sessionId, stream);
      response.on("close", () => streams.delete(stream.sessionId));
      await connectLegacyServer(offer, stream);
    },
    forgetSessions,
    openSessions: () => streams.size,
    close: async () => forgetSessions(),
  };
};
