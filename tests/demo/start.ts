/**
 * `npm run demo`: sample MCP servers, a seeded workspace and the console, all on
 * this machine, with nothing kept when it ends.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sampleModel } from "../fakes/model-server";
import { analyticsClient, erpTenant, erpToken, warehouseKey } from "../fakes/sample-credentials";
import { buildIfNeeded, startConsole } from "../support/console";
import { demoAssignment, demoPassword, demoPeople, seed } from "./seed";
import { type DemoServers, portNear, startServers } from "./servers";

const CONSOLE_PORT = Number(process.env["PORT"] || 3000);

buildIfNeeded();
const port = await portNear(CONSOLE_PORT);
const url = `http://localhost:${port}`;
const folder = mkdtempSync(join(tmpdir(), "patchbay-demo-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const servers = await startServers(url);
const environment = { PATCHBAY_URL: url, PATCHBAY_DATA: folder, PATCHBAY_EGRESS_ALLOW: servers.allow };
// The commands that seed the workspace read the same environment as the console, and only once.
Object.assign(process.env, environment, { DATABASE_URL: "", PATCHBAY_KEYS: "" });
await seed(servers, folder);
const running = await startConsole(port, environment);
console.log(welcome(url, servers));

let isStopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop());

async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await running.stop();
  await servers.close();
  process.exit(0);
}

function welcome(home: string, { erp, analytics, reports, model }: DemoServers): string {
  const { admin, author, member } = demoPeople;
  return `
  Patchbay is at ${home}

  Log in as     ${admin.email}    owner
                ${author.email}   author
                ${member.email}   member
  Password      ${demoPassword}

  In the workspace already: Public holidays, Warehouse API, Internal CRM.
    A key for Warehouse API:   ${warehouseKey("cleo")}
    Internal CRM signs in at its own provider; choose who you are there.

  To see a run, as ${author.email}: Assignments, ${demoAssignment}, Runs, Run.
    Its model follows a script. It works over two connections and asks before it reserves stock.
    Should you remove it: OpenAI-compatible, ${model.baseUrl}, ${sampleModel}, key ${model.key}

  To add yourself, as ${admin.email}:
    Legacy ERP    ${erp.url}   Custom headers
                  X-ERP-User ada   X-ERP-Token ${erpToken("ada")}   X-ERP-Tenant ${erpTenant} (the same for everyone)
    Analytics     ${analytics.url}   OAuth, no automatic registration
                  Client ID ${analyticsClient.clientId}   Client Secret ${analyticsClient.clientSecret}
    Old reports   ${reports.url}   HTTP+SSE only, so it is refused

  Ctrl-C stops everything and keeps nothing.
`;
}
