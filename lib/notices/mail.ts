import "server-only";
import { createTransport } from "nodemailer";
import { env } from "@/lib/env";
import { logError } from "@/lib/secrets/log";
import { registerSecret } from "@/lib/secrets/redact";
import type { MailText } from "./sentences";

/** `refused`: the server will never take it for this address. `failed`: worth another try. `off`: this console sends no mail. */
export type Mailed = "sent" | "refused" | "failed" | "off";

/**
 * Hands a mail over to the operator's own server. Who runs the console chose its
 * address, and nobody else can: this is no call of an upstream, and does not pass
 * the egress guard. A password goes over TLS, or to this machine.
 */
export async function sendMail(to: string, { subject, text }: MailText): Promise<Mailed> {
  const { PATCHBAY_SMTP_URL: server, PATCHBAY_MAIL_FROM: from } = env;
  if (!server || !from) return "off";
  if (server.auth) registerSecret(server.auth.pass);
  const transport = createTransport({
    host: server.host,
    port: server.port,
    secure: server.secure,
    requireTLS: server.auth !== null && !LOOPBACK.test(server.host),
    ...(server.auth && { auth: server.auth }),
    ...TIMEOUTS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({ from, to: { name: "", address: to }, subject, text, headers: AUTOMATIC });
    return "sent";
  } catch (error) {
    const mailed = isForGood(error) ? "refused" : "failed";
    const reason = error instanceof Error ? error.message : String(error);
    logError(`A mail to ${to} was not sent${mailed === "failed" ? " yet" : ""}. ${reason}`);
    return mailed;
  }
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

const TIMEOUTS = {
  dnsTimeout: 10_000,
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 15_000,
};

/** So that no holiday reply comes back (RFC 3834 section 5). */
const AUTOMATIC = { "Auto-Submitted": "auto-generated" };

/** A permanent no to this recipient or message (RFC 5321 section 4.2.1). One to our password may be mended. */
function isForGood(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error) || !("responseCode" in error)) return false;
  return (error.code === "EENVELOPE" || error.code === "EMESSAGE") && Number(error.responseCode) >= 500;
}
