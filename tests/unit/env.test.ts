import { expect, test } from "vitest";
import { environment } from "@/lib/env";

const from = "Patchbay <patchbay@example.com>";
const url = "smtp://mailer:p%40ss@mail.example.com";

test.each([
  [url, { host: "mail.example.com", port: 587, secure: false, auth: { user: "mailer", pass: "p@ss" } }],
  ["smtps://mail.example.com", { host: "mail.example.com", port: 465, secure: true, auth: null }],
  ["smtp://[::1]:2525/", { host: "::1", port: 2525, secure: false, auth: null }],
  ["", undefined],
])("the mail server %j is understood", (PATCHBAY_SMTP_URL, server) => {
  const sender = server && { PATCHBAY_MAIL_FROM: from };
  expect(environment.parse({ PATCHBAY_SMTP_URL, ...sender }).PATCHBAY_SMTP_URL).toEqual(server);
});

test.each([
  ["a server without a sender", { PATCHBAY_SMTP_URL: url }, /^Set both/],
  ["a sender without a server", { PATCHBAY_MAIL_FROM: from }, /^Set both/],
  ["another protocol", { PATCHBAY_SMTP_URL: "https://mail.example.com", PATCHBAY_MAIL_FROM: from }, /smtp:/],
  ["no host", { PATCHBAY_SMTP_URL: "smtp://", PATCHBAY_MAIL_FROM: from }, /must look like/],
  [
    "a user alone",
    { PATCHBAY_SMTP_URL: "smtp://me@host", PATCHBAY_MAIL_FROM: from },
    /both user and password/,
  ],
  [
    "a broken escape",
    { PATCHBAY_SMTP_URL: "smtp://me:100%@host", PATCHBAY_MAIL_FROM: from },
    /must look like/,
  ],
  ["an option", { PATCHBAY_SMTP_URL: `${url}?pool=true`, PATCHBAY_MAIL_FROM: from }, /must look like/],
  ["two senders", { PATCHBAY_SMTP_URL: url, PATCHBAY_MAIL_FROM: "a@b.com, c@d.com" }, /one address/],
  [
    "a sender with a header",
    { PATCHBAY_SMTP_URL: url, PATCHBAY_MAIL_FROM: "A\nBcc: <c@d.com>" },
    /one address/,
  ],
])("%s is refused with a sentence that repeats no password", (_what, given, sentence) => {
  const { error } = environment.safeParse(given);
  expect(error?.issues[0]?.message).toMatch(sentence);
  expect(error?.message).not.toContain("p%40ss");
});
