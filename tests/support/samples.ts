import { startAnalytics } from "../fakes/analytics";
import { startInternalCrm } from "../fakes/internal-crm";
import { startLegacyErp } from "../fakes/legacy-erp";
import { startOldReports } from "../fakes/old-reports";
import { startPublicHolidays } from "../fakes/public-holidays";
import { startWarehouse } from "../fakes/warehouse";

/**
 * Starts the sample servers and puts them on the operator's list. The console
 * reads that list once, so import its modules after this, with `await import`.
 */
export async function startSamples() {
  const redirectUris = [`${process.env["PATCHBAY_URL"] ?? "http://localhost:3000"}/oauth/callback`];
  const [holidays, warehouse, erp, crm, analytics, reports] = await Promise.all([
    startPublicHolidays({}),
    startWarehouse({}),
    startLegacyErp({}),
    startInternalCrm({}),
    startAnalytics({ redirectUris }),
    startOldReports(),
  ]);
  const servers = [holidays, warehouse, erp, crm, analytics, reports];
  const origins = [
    ...servers.map(({ origin }) => origin),
    crm.authorization.origin,
    analytics.authorization.origin,
  ];
  allowOrigins(origins);
  return {
    holidays,
    warehouse,
    erp,
    crm,
    analytics,
    reports,
    close: async () => void (await Promise.all(servers.map((server) => server.close()))),
  };
}

/** Adds origins to the operator's list of this process, before the console reads it. */
export function allowOrigins(origins: string[]): void {
  const before = process.env["PATCHBAY_EGRESS_ALLOW"];
  const hosts = origins.map((origin) => new URL(origin).host);
  process.env["PATCHBAY_EGRESS_ALLOW"] = [...(before ? [before] : []), ...new Set(hosts)].join(",");
}
