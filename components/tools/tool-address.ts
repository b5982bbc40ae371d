import { routes } from "@/lib/routes";

/** A tool's own page, for Link. */
export function toolAddress(connectionId: string, toolId: string) {
  return { pathname: `${routes.connectionTools(connectionId)}/${encodeURIComponent(toolId)}` };
}
