import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "./ports";

const require = createRequire(import.meta.url);
const program = require.resolve("@modelcontextprotocol/server-everything/dist/index.js");
const START_MAX_MS = 30_000;

/** The reference server in one of its modes, in a process of its own. */
export async function startEverything(mode: "streamableHttp" | "sse") {
  const port = await freePort();
  // It shows its environment to whoever asks, so it gets no more of ours than Windows needs for a socket.
  const { NODE_ENV, SystemRoot } = process.env;
  const env = { NODE_ENV, SystemRoot, PORT: String(port) };
  const child = spawn(process.execPath, [program, mode], { env, stdio: "ignore" });
  for (const until = Date.now() + START_MAX_MS; !(await isListening(port)); await delay(50)) {
    if (Date.now() > until) throw new Error(`The reference server did not listen within ${START_MAX_MS} ms.`);
  }

  return {
    url: `http://localhost:${port}/${mode === "sse" ? "sse" : "mcp"}`,
    async close() {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  const outcome = once(socket, "connect").then(
    () => true,
    () => false,
  );
  return outcome.finally(() => socket.destroy());
}
