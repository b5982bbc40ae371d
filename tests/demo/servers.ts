import { createServer } from "node:net";
import { startAnalytics } from "../fakes/analytics";
import { startInternalCrm } from "../fakes/internal-crm";
import { startLegacyErp } from "../fakes/legacy-erp";
import { startModelServer } from "../fakes/model-server";
import { startOldReports } from "../fakes/old-reports";
import { startPublicHolidays } from "../fakes/public-holidays";
import { startWarehouse } from "../fakes/warehouse";

/** Where the sample servers listen if nobody else does: stable addresses are easier to type twice. */
const FIRST_PORT = 4100;

/** So that one can read along as it writes. */
const PAUSE_BETWEEN_WORDS_MS = 60;

/** Starts the six sample servers and a scripted model on loopback, under the name localhost. */
export async function startServers(consoleUrl: string) {
  const hostname = "localhost";
  const at = async (offset: number) => ({ hostname, port: await portNear(FIRST_PORT + offset) });
  const [holidays, warehouse, erp, crm, analytics, reports] = [
    await startPublicHolidays(await at(1)),
    await startWarehouse(await at(2)),
    await startLegacyErp(await at(3)),
    await startInternalCrm({ ...(await at(4)), authorization: await at(14) }),
    await startAnalytics({
      ...(await at(5)),
      authorization: await at(15),
      redirectUris: [`${consoleUrl}/oauth/callback`],
    }),
    await startOldReports(await at(6)),
  ];
  const model = await startModelServer({ ...(await at(9)), pauseMs: PAUSE_BETWEEN_WORDS_MS });
  const all = [holidays, warehouse, erp, crm, analytics, reports];
  const origins = [...all, crm.authorization, analytics.authorization, model].map(({ origin }) => origin);
  return {
    holidays,
    warehouse,
    erp,
    crm,
    analytics,
    reports,
    model,
    /** For the operator's list of the console. */
    allow: origins.map((origin) => new URL(origin).host).join(","),
    close: async () => void (await Promise.all([...all, model].map((server) => server.close()))),
  };
}

export type DemoServers = Awaited<ReturnType<typeof startServers>>;

/** The port if it is free on loopback, else one that is. */
export function portNear(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", () => (wanted === 0 ? reject(new Error("No port is free.")) : resolve(portNear(0))));
    probe.listen(wanted, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address ? address.port : wanted;
      probe.close(() => resolve(port));
    });
  });
}
