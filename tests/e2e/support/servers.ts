import { startAnalytics } from "../../fakes/analytics";
import { startInternalCrm } from "../../fakes/internal-crm";
import { startLegacyErp } from "../../fakes/legacy-erp";
import { startOldReports } from "../../fakes/old-reports";
import { startPublicHolidays } from "../../fakes/public-holidays";
import { startWarehouse } from "../../fakes/warehouse";

/** The six sample servers under the name localhost, on ports the system chooses, for one console. */
export async function startServers(consoleUrl: string) {
  const here = { hostname: "localhost" };
  const [holidays, warehouse, erp, crm, analytics, reports] = await Promise.all([
    startPublicHolidays(here),
    startWarehouse(here),
    startLegacyErp({ ...here, tenant: "required" }),
    startInternalCrm({ ...here, authorization: here }),
    startAnalytics({ ...here, authorization: here, redirectUris: [`${consoleUrl}/oauth/callback`] }),
    startOldReports(here),
  ]);
  const all = [holidays, warehouse, erp, crm, analytics, reports];
  const origins = [...all, crm.authorization, analytics.authorization].map(({ origin }) => origin);

  return {
    holidays,
    warehouse,
    erp,
    crm,
    analytics,
    reports,
    /** For the operator's list. */
    hosts: origins.map((origin) => new URL(origin).host),
    close: async () => void (await Promise.all(all.map((server) => server.close()))),
  };
}

export type Servers = Awaited<ReturnType<typeof startServers>>;
