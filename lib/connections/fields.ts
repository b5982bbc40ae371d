import { z } from "zod";
import { checkHeader } from "@/lib/egress/fields";
import { checkServerUrl } from "@/lib/egress/schema";
import { reservedParameters } from "@/lib/oauth/policy";
import { authorizations, type ConnectionInput, type HeaderRow, type Settings, whoSignsIn } from "./schema";

const flag = z.preprocess((value) => value === "on" || value === "true" || value === true, z.boolean());
const text = z.string().trim().default("");

/**
 * The Add and Edit forms' fields, as a browser posts them. `allow` is the operator's list of
 * private addresses. Its two halves are judged apart, so that what is wrong with how people
 * sign in is said together with what is wrong with the name or the address.
 */
export function connectionForm(allow: readonly string[], kind: "added" | "edited") {
  return z
    .object({
      name: z
        .string()
        .trim()
        .min(1, "Give it a name your team will recognise.")
        .max(60, "Use 60 characters at most."),
      url: z.string().transform((raw, context) => {
        const verdict = checkServerUrl(raw, allow);
        if (verdict.ok) return verdict.url;
        context.addIssue({ code: "custom", message: verdict.sentence });
        return z.NEVER;
      }),
    })
    .and(
      signInFields.transform((form, context) => {
        const complain: Complain = (path, message) => context.addIssue({ code: "custom", path, message });
        if (kind === "added") askForSharedValues(form, complain);
        return toSignIn(form, allow, complain);
      }),
    );
}

const signInFields = z.object({
  authorization: z.enum(authorizations, "Choose how people sign in."),
  keyHeader: text,
  keyPrefix: z.string().default("Bearer"),
  headers: z.array(z.object({ name: text, secret: flag, hint: text, value: text, shared: flag })).default([]),
  signsIn: whoSignsIn.default("person"),
  ownApp: flag,
  clientId: text,
  clientSecret: text,
  scopes: text,
  resource: z.enum(["auto", "include", "omit"]).default("auto"),
  tokenAuth: z.enum(["auto", "basic", "post", "none"]).default("auto"),
  issuer: text,
  allowUnstatedPkce: flag,
  parameters: text,
});

type Complain = (path: (string | number)[], message: string) => void;

type Form = z.output<typeof signInFields>;

/** Nothing is stored yet, so an empty value keeps nothing. */
function askForSharedValues({ authorization, headers }: Form, complain: Complain): void {
  if (authorization !== "headers") return;
  for (const [index, { name, shared, value }] of headers.entries()) {
    if (shared && !value) complain(["headers", index, "value"], missingSharedValue(name));
  }
}

export function missingSharedValue(header: string): string {
  return `Enter the value ${header && `of ${header} `}that everyone shares.`;
}

type SignInInput = Pick<ConnectionInput, "settings" | "sharedValues" | "ownApp">;

function toSignIn(form: Form, allow: readonly string[], complain: Complain): SignInInput {
  return {
    settings: toSettings(form, allow, complain),
    sharedValues:
      form.authorization === "headers"
        ? Object.fromEntries(form.headers.filter((row) => row.value).map((row) => [row.name, row.value]))
        : {},
    ownApp:
      form.authorization === "oauth" && needsOwnApp(form)
        ? { clientId: form.clientId, clientSecret: form.clientSecret || null }
        : null,
  };
}

function toSettings(form: Form, allow: readonly string[], complain: Complain): Settings {
  switch (form.authorization) {
    case "none":
      return { authorization: "none" };
    case "apiKey":
      return toKeySettings(form, complain);
    case "headers":
      return { authorization: "headers", headers: toHeaderRows(form.headers, complain) };
    case "oauth":
      return toOAuthSettings(form, allow, complain);
  }
}

/** An issuer is compared letter by letter (RFC 8414 §3.3), so it is judged as an address and stored as typed. */
function toOAuthSettings(form: Form, allow: readonly string[], complain: Complain): Settings {
  const ownApp = needsOwnApp(form);
  if (ownApp && !form.clientId) complain(["clientId"], "Enter the Client ID of your OAuth app.");
  const verdict = form.issuer ? checkServerUrl(form.issuer, allow) : null;
  if (verdict?.ok === false) complain(["issuer"], verdict.sentence);
  return {
    authorization: "oauth",
    signsIn: form.signsIn,
    ownApp,
    scopes: form.scopes.split(/[\s,]+/).filter(Boolean),
    resource: form.resource,
    tokenAuth: form.tokenAuth,
    issuer: form.issuer || null,
    allowUnstatedPkce: form.allowUnstatedPkce,
    parameters: toParameters(form.parameters, complain),
  };
}

/** Where nobody consents, the provider has to know this console as an app beforehand. */
function needsOwnApp({ ownApp, signsIn }: Form): boolean {
  return ownApp || signsIn !== "person";
}

function toKeySettings(form: Form, complain: Complain): Settings {
  const header = form.keyHeader || "Authorization";
  const prefix = form.keyPrefix.trim();
  const sentence = checkHeader(header, prefix);
  if (sentence) complain(["keyHeader"], sentence);
  return { authorization: "apiKey", header, prefix };
}

function toHeaderRows(rows: Form["headers"], complain: Complain): HeaderRow[] {
  const named = rows.filter((row) => row.name);
  if (named.length === 0) complain(["headers", 0, "name"], "Name at least one header.");
  else for (const [index, row] of rows.entries()) judgeRow(row, index, rows, complain);
  return named.map((row) => ({
    name: row.name,
    secret: row.secret,
    hint: row.hint,
    shared: row.shared || row.value !== "",
  }));
}

/**
 * Says what is wrong at the field it is wrong in. Only empty rows at the end are
 * left out, so a header's place among the kept ones is its place in the form.
 */
function judgeRow(row: Form["headers"][number], index: number, rows: Form["headers"], complain: Complain) {
  const at = (field: string) => ["headers", index, field];
  if (!row.name) {
    const isLeft = row.value || row.hint || row.shared || rows.slice(index).some(({ name }) => name);
    if (isLeft) complain(at("name"), "Name this header, or remove it.");
    return;
  }
  const aboutName = checkHeader(row.name, "");
  if (aboutName) return complain(at("name"), aboutName);
  const aboutValue = checkHeader(row.name, row.value);
  if (aboutValue) complain(at("value"), aboutValue);
  const isNamedBefore = rows
    .slice(0, index)
    .some(({ name }) => name.toLowerCase() === row.name.toLowerCase());
  if (isNamedBefore) complain(at("name"), "Each header can be named once.");
}

function toParameters(lines: string, complain: Complain): Record<string, string> {
  const pairs = lines
    .split(/\n|&/)
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line): [string, string] => {
      const [name = "", ...value] = line.split("=");
      return [name.trim(), value.join("=").trim()];
    });
  for (const [name, value] of pairs) {
    if (!name || !value) complain(["parameters"], "Write each parameter as name=value, one a line.");
    if (reservedParameters.includes(name)) complain(["parameters"], `${name} is set by Patchbay itself.`);
  }
  return Object.fromEntries(pairs);
}
