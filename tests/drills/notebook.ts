import { z } from "zod";
import { isCalled, type Script, say } from "../fakes/model-script";
import { modernDoor } from "../fakes/modern-door";
import { type SampleServer, startSampleServer } from "../fakes/sample-server";
import { sampleTool, text } from "../fakes/sample-tool";

export type Notebook = SampleServer & {
  letGo: () => void;
  /** When a call that hung was closed by whoever made it, by its run; in milliseconds since the epoch. */
  closedAt: ReadonlyMap<string, number>;
};

/** A server whose calls say for which run they are, and one tool of which answers only when it is let go. */
export async function startNotebook(): Promise<Notebook> {
  const gone = Promise.withResolvers<void>();
  const closedAt = new Map<string, number>();
  const input = z.object({ run: z.string() });
  const annotations = { readOnlyHint: false };
  const words = (name: string) => ({ name, title: name, description: "Takes a note.", input, annotations });
  const tools = [
    sampleTool(words("note"), () => text("Noted.")),
    sampleTool(words("sign_off"), () => text("Signed.")),
    sampleTool(words("hang"), async ({ run }, { signal }) => {
      const closed = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      await Promise.race([gone.promise, closed.then(() => closedAt.set(run, Date.now()))]);
      return text("At last.");
    }),
  ];
  const server = await startSampleServer({
    name: "Notebook",
    tools,
    openDoor: modernDoor("both"),
    admit: async () => ({ kind: "admitted", person: "anyone" }),
  });
  return { ...server, closedAt, letGo: () => gone.resolve() };
}

/** Calls the tool that `toolFor` names for a run's message, once, and is done. The first answers of some fail. */
export function callsOnce(toolFor: (message: string) => string, failing: ReadonlySet<string>): Script {
  const failed = new Set<string>();
  return ({ message, done, tools }) => {
    if (tools.some(({ name }) => name === "report_ready")) {
      return { calls: [{ name: "report_ready", arguments: { ready: true } }] };
    }
    if (failing.has(message) && !failed.has(message)) {
      failed.add(message);
      return { status: 503, code: "overloaded", message: "Come back later." };
    }
    const tool = toolFor(message);
    if (done.some(({ name }) => isCalled(name, tool))) return say("Done.");
    return { calls: [{ name: tool, arguments: { run: message } }] };
  };
}
