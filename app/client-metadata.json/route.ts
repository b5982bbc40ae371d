import { env } from "@/lib/env";
import { clientDocument } from "@/lib/oauth/client-document";

/** Our client metadata document, for authorization servers that read it instead of registering us. Public, and the same for everyone. */
export function GET(): Response {
  return Response.json(clientDocument(env.PATCHBAY_URL), {
    headers: { "cache-control": "public, max-age=3600" },
  });
}
