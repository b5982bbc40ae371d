import { lookUp } from "@/lib/db/read";

export const dynamic = "force-dynamic";

/**
 * For whoever keeps the process running. `?check=live`: it answers at all.
 * Otherwise ready: it can reach its database, so requests may be sent to it.
 */
export async function GET(request: Request): Promise<Response> {
  if (new URL(request.url).searchParams.get("check") === "live") return answer("live", 200);
  return (await reachesDatabase()) ? answer("ready", 200) : answer("not ready", 503);
}

async function reachesDatabase(): Promise<boolean> {
  const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), waitMaxMs).unref());
  const asked = lookUp("health")
    .workspace.count()
    .then(
      () => true,
      () => false,
    );
  return Promise.race([asked, late]);
}

const waitMaxMs = 2_000;

function answer(status: string, code: 200 | 503): Response {
  const headers = { "cache-control": "no-store", ...(code === 503 ? { "retry-after": "5" } : {}) };
  return Response.json({ status }, { status: code, headers });
}
