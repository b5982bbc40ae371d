import "server-only";
import { z } from "zod";

const optional = z
  .string()
  .trim()
  .transform((text) => text || undefined)
  .optional();

/** A mail server, as nodemailer wants to be told of it. `secure`: TLS from the first byte. */
type SmtpServer = {
  host: string;
  port: number;
  secure: boolean;
  auth: { user: string; pass: string } | null;
};

const smtpServer = optional.transform((text, context): SmtpServer | undefined => {
  if (text === undefined) return undefined;
  const server = readSmtpUrl(text);
  if (server) return server;
  // Not repeated in the message: it may hold a password.
  context.addIssue({
    code: "custom",
    message:
      "PATCHBAY_SMTP_URL must look like smtp://user:password@host:587 or smtps://host, with both user and password or neither.",
  });
  return z.NEVER;
});

function readSmtpUrl(text: string): SmtpServer | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url?.hostname || !/^smtps?:$/.test(url.protocol)) return null;
  if (/[^/]/.test(url.pathname) || url.search || url.hash || !url.username !== !url.password) return null;
  if (/%(?![0-9a-f]{2})/i.test(url.username + url.password)) return null;
  const secure = url.protocol === "smtps:";
  const [user, pass] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  return {
    host: url.hostname.replaceAll(/[[\]]/g, ""),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    auth: user ? { user, pass } : null,
  };
}

const SENDER = /^([^<>\r\n]*<[^<>@\s,;]+@[^<>@\s,;]+>|[^<>@\s,;]+@[^<>@\s,;]+)$/;

/** What may stand in the environment. A half-configured server refuses to start and says what is missing. */
export const environment = z
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
    /** Where e-mail is handed over. Whatever is mailed is also in the console. */
    PATCHBAY_SMTP_URL: smtpServer,
    /** The sender of that e-mail: `patchbay@example.com` or `Patchbay <patchbay@example.com>`. */
    PATCHBAY_MAIL_FROM: optional.refine(
      (text) => text === undefined || SENDER.test(text),
      "PATCHBAY_MAIL_FROM must be one address, such as Patchbay <patchbay@example.com>.",
    ),
    /** Node's switch for accepting any certificate. Boot refuses it in production. */
    NODE_TLS_REJECT_UNAUTHORIZED: optional,
  })
  .refine(({ PATCHBAY_SMTP_URL: server, PATCHBAY_MAIL_FROM: sender }) => !server === !sender, {
    path: ["PATCHBAY_SMTP_URL"],
    error: "Set both PATCHBAY_SMTP_URL and PATCHBAY_MAIL_FROM to send e-mail, or neither.",
  });

/** The process environment, parsed once. */
export const env = environment.parse(process.env);
