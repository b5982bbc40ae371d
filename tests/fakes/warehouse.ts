import { type ForgottenStatus, sessionsDoor } from "./legacy-doors";
import { warehouseKey } from "./sample-credentials";
import { type Admission, type SampleServer, type ServerAddress, startSampleServer } from "./sample-server";
import { warehouseTools } from "./warehouse-tools";

/** The warehouse, and a way to make one person's key stop working. */
export type Warehouse = SampleServer & { revokeKey(person: string): void };

/**
 * *Warehouse API*: one key a person, as `Authorization: Bearer wh_<person>_…`. Speaks the 2025 revision with
 * sessions. A wrong key is answered 401 without `WWW-Authenticate`, as many such servers do.
 */
export async function startWarehouse(
  options: ServerAddress & { forgottenStatus?: ForgottenStatus } = {},
): Promise<Warehouse> {
  const revoked = new Set<string>();
  const server = await startSampleServer({
    ...options,
    name: "Warehouse API",
    tools: warehouseTools(),
    openDoor: sessionsDoor(options.forgottenStatus),
    admit: async (headers) => admitKey(headers.authorization, revoked),
  });

  return { ...server, revokeKey: (person) => void revoked.add(person) };
}

function admitKey(authorization: string | undefined, revoked: ReadonlySet<string>): Admission {
  const key = authorization?.replace(/^Bearer /, "") ?? "";
  const person = key.split("_")[1] ?? "";
  if (key === warehouseKey(person) && !revoked.has(person)) return { kind: "admitted", person };

  return { kind: "turned-away", status: 401, body: { error: "The key is missing or not valid." } };
}
