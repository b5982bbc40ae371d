import { afterEach } from "vitest";
import { closeAllSessions } from "@/lib/mcp/sessions";

type Started = { close(): Promise<void> };

/** For the top of a test file: gives `opened`, which waits for a server and has it closed after the test, sessions first. */
export function closeAfterEach() {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    await closeAllSessions();
    for (const close of closing.splice(0)) await close();
  });
  return async function opened<Server extends Started>(starting: Server | Promise<Server>): Promise<Server> {
    const server = await starting;
    closing.push(server.close);
    return server;
  };
}
