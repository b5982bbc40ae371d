import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { expect } from "@playwright/test";
import { freePort } from "../../support/ports";

const program = fileURLToPath(
  new URL("../../../node_modules/@modelcontextprotocol/server-everything/dist/index.js", import.meta.url),
);

/** The reference server in one of its modes, in a process of its own. */
export async function startEverything(mode: "streamableHttp" | "sse") {
  const port = await freePort();
  // It shows its environment to whoever asks, so it gets no more of ours than Windows needs for a socket.
  const { NODE_ENV, SystemRoot } = process.env;
  const env = { NODE_ENV, SystemRoot, PORT: String(port) };
  const child = spawn(process.execPath, [program, mode], { env, stdio: "ignore" });
  await expect(() => answers(port)).toPass({ timeout: 30_000 });

  return {
    host: `localhost:${port}`,
    url: `http://localhost:${port}/${mode === "sse" ? "sse" : "mcp"}`,
    async stop() {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}

async function answers(port: number): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect").finally(() => socket.destroy());
}
