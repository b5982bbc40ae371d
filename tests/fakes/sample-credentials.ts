import { createHash } from "node:crypto";

/** The people the demo and the tests know. Any other lower-case name works as well. */
export const samplePeople = ["ada", "ben", "cleo"] as const;

/** The key the warehouse accepts for a person; it carries the name, so that a log shows whose it was. */
export const warehouseKey = (person: string): string => `wh_${person}_${fingerprint("warehouse", person)}`;

/** The token the ERP accepts beside `X-ERP-User: <person>`. */
export const erpToken = (person: string): string => `erp-${fingerprint("erp", person)}`;

function fingerprint(realm: string, person: string): string {
  return createHash("sha256").update(`${realm}:${person}`).digest("hex").slice(0, 24);
}

/** What everybody may send the ERP as `X-ERP-Tenant`. */
export const erpTenant = "acme-north";

/** The OAuth app that Analytics' own console would have handed out. */
export const analyticsClient = {
  clientId: "patchbay-analytics",
  clientSecret: "an-secret-7Qm2-vX9k_Lr4t",
} as const;
