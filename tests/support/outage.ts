import { connect, createServer, type Socket } from "node:net";
import { PGlite } from "@electric-sql/pglite";
import { vi } from "vitest";
import { openDatabase } from "@/lib/db/client";
import { createTestDatabase } from "./database";
import { listen } from "./ports";

export type Cuttable = {
  cut(): Promise<void>;
  mend(): Promise<void>;
  /** From now on nothing passes along the connections there are, and nobody is told; new ones are well. The embedded engine has none. */
  silence(): void;
};

/** Opens an empty database that can be taken away and given back: the server's line is cut, or the embedded engine closed. */
export async function openCuttableDatabase(): Promise<Cuttable> {
  const choice = await createTestDatabase();
  if (choice.kind === "embedded") {
    await openDatabase(choice);
    return closableEngine();
  }
  const line = await startLine(new URL(choice.url));
  await openDatabase({ kind: "postgres", url: line.url });
  return line;
}

/** Says what a closed engine says. Really closed, it would not come back. */
function closableEngine(): Cuttable {
  let isClosed = false;
  const checkReady = PGlite.prototype._checkReady;
  vi.spyOn(PGlite.prototype, "_checkReady").mockImplementation(async function (this: PGlite) {
    if (isClosed) throw new Error("PGlite is closed");
    await checkReady.call(this);
  });
  return {
    async cut() {
      isClosed = true;
    },
    async mend() {
      isClosed = false;
    },
    silence() {},
  };
}

/** A line to a server, for as long as it is not cut. */
async function startLine(server: URL): Promise<Cuttable & { url: string }> {
  const sockets = new Set<Socket>();
  const line = createServer((near) => {
    const far = connect(Number(server.port), server.hostname);
    near.pipe(far).pipe(near);
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(end);
      end.on("error", () => other.destroy()).on("close", () => sockets.delete(end));
    }
  });
  const port = await listen(line);
  return {
    url: Object.assign(new URL(server), { port: String(port) }).href,
    async cut() {
      line.close();
      for (const socket of sockets) socket.destroy();
    },
    async mend() {
      if (!line.listening) await listen(line, port);
    },
    silence() {
      for (const socket of sockets) socket.unpipe().pause();
    },
  };
}
