import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

/** A mail as the server took it: the envelope, the header block as it came, and the text for a person. */
export type TakenMail = { to: string[]; head: string; subject: string; text: string };

export type MailServer = {
  /** With user and password. */
  url: string;
  mails: TakenMail[];
  /** Passwords it was told. */
  passwords: string[];
  /** Answers recipients with this code from now on; null takes them. */
  refuseWith(code: number | null): void;
  close(): Promise<void>;
};

export const mailPassword = "p@ss/word of the mail server";

/** A mail server that lets in who knows the password. */
export async function startMailServer(): Promise<MailServer> {
  const mails: TakenMail[] = [];
  const passwords: string[] = [];
  let refusal: number | null = null;
  const server = new SMTPServer({
    // Its certificate would be nobody's.
    disabledCommands: ["STARTTLS"],
    logger: false,
    onAuth: ({ username, password }, _session, done) => {
      passwords.push(password ?? "");
      if (username === "patchbay" && password === mailPassword) return done(null, { user: username });
      done(new Error("Wrong password"));
    },
    onRcptTo: (_address, _session, done) =>
      done(refusal === null ? null : Object.assign(new Error("Not now"), { responseCode: refusal })),
    onData: (stream, { envelope }, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        mails.push(
          readMail(
            Buffer.concat(chunks),
            envelope.rcptTo.map(({ address }) => address),
          ),
        );
        done();
      });
    },
  });
  const listening = server.listen(0, "127.0.0.1");
  await new Promise((resolve) => listening.once("listening", resolve));
  // Safe: it listens on a port.
  const { port } = listening.address() as AddressInfo;
  return {
    url: `smtp://patchbay:${encodeURIComponent(mailPassword)}@127.0.0.1:${port}`,
    mails,
    passwords,
    refuseWith: (code) => {
      refusal = code;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

function readMail(raw: Buffer, to: string[]): TakenMail {
  const [head = "", ...rest] = raw.toString("latin1").split("\r\n\r\n");
  const body = rest.join("\r\n\r\n");
  const subject = /^Subject: (.*(?:\r\n\s.*)*)/m.exec(head)?.[1]?.replaceAll(/\r\n\s/g, " ") ?? "";
  const text = /quoted-printable/i.test(head) ? quoted(body) : body;
  return { to, head, subject, text: text.replaceAll("\r\n", "\n") };
}

/** Quoted-printable of UTF-8 (RFC 2045 section 6.7). */
function quoted(body: string): string {
  const bytes = body
    .replaceAll("=\r\n", "")
    .replaceAll(/=([0-9A-F]{2})/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
