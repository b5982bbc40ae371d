import "server-only";
import { z } from "zod";

const optional = z
  .string()
  .trim()
  .transform((text) => text || undefined)
  .optional();

/** The process environment, parsed once. A half-configured server refuses to start and says what is missing. */
export const env = z
  .object({
    NODE_ENV: z.enum(["development", "test", "production"]).default("development"),
    /** Where people reach this console. Redirect URIs, links and origin checks are built from it alone. */
    PATCHBAY_URL: z
      .url({ protocol: /^https?$/, error: "PATCHBAY_URL must be an http or https address." })
      .default("http://localhost:3000")
      .transform((text) => new URL(text).origin),
    /** The folder for the embedded database and its key file. */
    PATCHBAY_DATA: z.string().default(".patchbay"),
    DATABASE_URL: optional,
    /** `kid:base64,kid:base64`: the first seals, all open. */
    PATCHBAY_KEYS: optional,
    /** `host:port,host:port`: addresses that may be private or plain http. */
    PATCHBAY_EGRESS_ALLOW: z.string().default(""),
    /** `ip,ip:port`: DNS servers to ask instead of the system's. */
    PATCHBAY_DNS_SERVERS: z.string().default(""),
    /** The request header in which a trusted reverse proxy puts the caller's address. */
    PATCHBAY_CLIENT_IP_HEADER: optional,
    /** Node's switch for accepting any certificate. Boot refuses it in production. */
    NODE_TLS_REJECT_UNAUTHORIZED: optional,
  })
  .parse(process.env);
