import "server-only";
import { env } from "@/lib/env";
import { parseAllow } from "./schema";

/** The `host:port` pairs that the operator lets be private or plain http. Empty unless they say otherwise. */
export function operatorAllow(): readonly string[] {
  return allow;
}

const allow = parseAllow(env.PATCHBAY_EGRESS_ALLOW);
