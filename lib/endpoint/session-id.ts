import "server-only";
import { randomUUID } from "node:crypto";
import { isJsonObject } from "@/lib/mcp/upstream";

/**
 * The id that `initialize` hands out to a 2025-era client. It stands for nothing
 * kept here: it lets a client say later which of its calls it cancels, and
 * reminds us of the one thing about it that a later call needs.
 */
export function newSessionId(initialize: unknown): string {
  return opensLinks(initialize) ? `${randomUUID()}${OPENS_LINKS}` : randomUUID();
}

/** Whether the client said, when it began, that it can ask its person to open an address. */
export function sessionOpensLinks(request: Request | undefined): boolean {
  return request?.headers.get("mcp-session-id")?.endsWith(OPENS_LINKS) ?? false;
}

const OPENS_LINKS = "-links";

/** MCP 2025-11-25, elicitation: `capabilities.elicitation.url`. */
function opensLinks(message: unknown): boolean {
  const params = isJsonObject(message) ? message["params"] : null;
  const capabilities = isJsonObject(params) ? params["capabilities"] : null;
  const elicitation = isJsonObject(capabilities) ? capabilities["elicitation"] : null;
  return isJsonObject(elicitation) && isJsonObject(elicitation["url"]);
}
