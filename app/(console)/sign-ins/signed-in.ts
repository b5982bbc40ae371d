import "server-only";
import { cookies } from "next/headers";
import { signedInCookie } from "@/components/sign-ins/signed-in-cookie";
import type { Actor } from "@/lib/access/actor";
import type { ToolListing } from "@/lib/mcp/tools";
import { routes } from "@/lib/routes";
import { recordListing } from "@/lib/tools/commands";

/** Keeps what a new sign-in listed, and leaves a word of it for the page that comes next. */
export async function keepListing(actor: Actor, connectionId: string, listing: ToolListing): Promise<void> {
  const { tools } = await recordListing(actor, connectionId, listing);
  // The browser reads it, shows it and throws it away, so it is not httpOnly. It holds a number.
  const options = { maxAge: 60, path: routes.home, sameSite: "lax" } as const;
  (await cookies()).set(signedInCookie, String(tools), options);
}
