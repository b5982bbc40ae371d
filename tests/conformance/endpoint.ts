import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, shut } from "../support/ports";
import { startGoBetween } from "./go-between";
import { startUpstream } from "./upstream";

/** An assignment's endpoint as production serves it, with every tool of the suite's picked. */
export async function openEndpoint() {
  const folder = mkdtempSync(join(tmpdir(), "conformance-"));
  const upstream = await startUpstream();
  const port = await freePort();
  process.env["PATCHBAY_DATA"] = folder;
  process.env["PATCHBAY_URL"] = `http://localhost:${port}`;
  process.env["PATCHBAY_EGRESS_ALLOW"] = new URL(upstream.url).host;

  const { openDatabase, closeDatabase } = await import("@/lib/db/client");
  const { closeAllSessions } = await import("@/lib/mcp/sessions");
  const { buildWorkspace } = await import("../support/builders");
  const { addOpen, buildAssignment, startEndpoints, tokenFor } = await import(
    "../integration/endpoint-house"
  );
  const { listTools } = await import("@/lib/tools/queries");
  await openDatabase({ kind: "embedded", folder });
  const { admin } = await buildWorkspace();
  const connection = await addOpen(admin, "Suite", upstream.url);
  const tools = await listTools(admin, connection);
  const assignmentId = await buildAssignment(
    admin,
    Object.fromEntries(tools.map(({ name }) => [name, "allow"] as const)),
  );
  const token = await tokenFor(admin, assignmentId);
  const target = await freePort();
  const endpoint = await startEndpoints(target);
  const server = await startGoBetween({ port, target, token });
  return {
    url: `http://localhost:${port}/mcp/${assignmentId}`,
    close: async () => {
      await shut(server);
      await shut(endpoint);
      await closeAllSessions();
      await closeDatabase();
      await upstream.close();
      rmSync(folder, { recursive: true });
    },
  };
}
