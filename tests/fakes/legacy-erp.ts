import type { IncomingHttpHeaders } from "node:http";
import { erpTools } from "./erp-tools";
import { statelessDoor } from "./legacy-doors";
import { erpTenant, erpToken } from "./sample-credentials";
import { type Admission, type SampleServer, type ServerAddress, startSampleServer } from "./sample-server";

/**
 * *Legacy ERP*: `X-ERP-User` and `X-ERP-Token` from each person, and `X-ERP-Tenant`, one value for everybody,
 * which may be left out unless `tenant` is "required". Speaks the 2025 revision without sessions.
 */
export function startLegacyErp(
  options: ServerAddress & { tenant?: "optional" | "required" } = {},
): Promise<SampleServer> {
  return startSampleServer({
    ...options,
    name: "Legacy ERP",
    tools: erpTools(),
    openDoor: statelessDoor(),
    admit: async (headers) => admitUser(headers, options.tenant ?? "optional"),
  });
}

function admitUser(headers: IncomingHttpHeaders, tenantRule: "optional" | "required"): Admission {
  const user = headers["x-erp-user"];
  const token = headers["x-erp-token"];
  const tenant = headers["x-erp-tenant"] ?? (tenantRule === "optional" ? erpTenant : undefined);
  if (typeof user !== "string") return turnedAway("Header X-ERP-User is missing.");
  if (typeof token !== "string") return turnedAway("Header X-ERP-Token is missing.");
  if (token !== erpToken(user)) return turnedAway("X-ERP-User and X-ERP-Token do not belong together.");
  if (tenant !== erpTenant) return turnedAway("Header X-ERP-Tenant is missing or names no tenant.");

  return { kind: "admitted", person: user };
}

function turnedAway(message: string): Admission {
  return { kind: "turned-away", status: 401, body: { code: "ERP-401", message } };
}
