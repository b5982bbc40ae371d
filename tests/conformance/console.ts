import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { text } from "node:stream/consumers";
import { listen, shut } from "../support/ports";

/**
 * One console for all scenarios: its own code on a database of its own, without
 * pages. Whoever knocks (`knock.ts`) has a scenario played and hears how it went.
 */
export async function openConsole(places: readonly number[]) {
  const folder = mkdtempSync(join(tmpdir(), "conformance-"));
  process.env["PATCHBAY_DATA"] = folder;
  process.env["PATCHBAY_URL"] = "https://conformance-test.local";
  process.env["PATCHBAY_EGRESS_ALLOW"] = places.map((port) => `localhost:${port}`).join(",");

  const { openDatabase, closeDatabase } = await import("@/lib/db/client");
  const { closeAllSessions } = await import("@/lib/mcp/sessions");
  const { buildWorkspace } = await import("../support/builders");
  const { play } = await import("./plays");
  await openDatabase({ kind: "embedded", folder });
  const workspace = await buildWorkspace();

  const door = createServer(async (request, response) => {
    try {
      await play(workspace, JSON.parse(await text(request)));
      response.end("played");
    } catch (error) {
      response.writeHead(500).end(error instanceof Error ? error.stack : String(error));
    }
  });
  const port = await listen(door);
  return {
    command: [...commandTo("knock.ts"), `http://127.0.0.1:${port}/`].join(" "),
    close: async () => {
      await shut(door);
      await closeAllSessions();
      await closeDatabase();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The suite splits the command at spaces, so it is told from here and not from the top of the disk. */
function commandTo(program: string): string[] {
  return [process.execPath, join(import.meta.dirname, program)].map((path) => relative(process.cwd(), path));
}
