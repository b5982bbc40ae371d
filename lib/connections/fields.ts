import { z } from "zod";
import { checkHeader } from "@/lib/egress/fields";
import { checkServerUrl } from "@/lib/egress/schema";
import { reservedParameters } from "@/lib/oauth/policy";
import {
  type Authorization,
  authorizations,
  type ConnectionInput,
  type HeaderRow,
  type OAuthSettings,
  type Settings,
} from "./schema";

const flag = z.preprocess((value) => value === "on" || value === "true" || value === true, z.boolean());
const text = z.string().trim().default("");

/** The Add and Edit forms' fields, as a browser posts them. `allow` is the operator's list of private addresses. */
export function connectionForm(allow: readonly string[]) {
  return z
    .object({
      name: z
        .string()
        .trim()
        .min(1, "Give it a name your team will recognise.")
        .max(60, "Use 60 characters at most."),
      authorization: z.enum(authorizations, "Choose how people sign in."),
      url: z.string().transform((raw, context) => {
        const verdict = checkServerUrl(raw, allow);
        if (verdict.ok) return verdict.url;
        context.addIssue({ code: "custom", message: verdict.sentence });
        return z.NEVER;
      }),
      keyHeader: text,
      keyPrefix: z.string().default("Bearer"),
      headers: z
        .array(z.object({ name: text, secret: flag, hint: text, value: text, shared: flag }))
        .default([]),
      ownApp: flag,
      clientId: text,
      clientSecret: text,
      scopes: text,
      resource: z.enum(["auto", "include", "omit"]).default("auto"),
      tokenAuth: z.enum(["auto", "basic", "post", "none"]).default("auto"),
      issuer: text,
      allowUnstatedPkce: flag,
      parameters: text,
    })
    .transform((form, context) =>
      toInput(form, (path, message) => context.addIssue({ code: "custom", path, message })),
    );
}

type Complain = (path: (string | number)[], message: string) => void;

type Form = {
  name: string;
  url: string;
  authorization: Authorization;
  keyHeader: string;
  keyPrefix: string;
  headers: { name: string; secret: boolean; hint: string; value: string; shared: boolean }[];
  ownApp: boolean;
  clientId: string;
  clientSecret: string;
  scopes: string;
  resource: OAuthSettings["resource"];
  tokenAuth: OAuthSettings["tokenAuth"];
  issuer: string;
  allowUnstatedPkce: boolean;
  parameters: string;
};

function toInput(form: Form, complain: Complain): ConnectionInput {
  return {
    name: form.name,
    url: form.url,
    settings: toSettings(form, complain),
    sharedValues:
      form.authorization === "headers"
        ? Object.fromEntries(form.headers.filter((row) => row.value).map((row) => [row.name, row.value]))
        : {},
    ownApp:
      form.authorization === "oauth" && form.ownApp
        ? { clientId: form.clientId, clientSecret: form.clientSecret || null }
        : null,
  };
}

function toSettings(form: Form, complain: Complain): Settings {
  switch (form.authorization) {
    case "none":
      return { authorization: "none" };
    case "apiKey":
      return toKeySettings(form, complain);
    case "headers":
      return { authorization: "headers", headers: toHeaderRows(form.headers, complain) };
    case "oauth":
      if (form.ownApp && !form.clientId) complain(["clientId"], "Enter the Client ID of your OAuth app.");
      return {
        authorization: "oauth",
        ownApp: form.ownApp,
        scopes: form.scopes.split(/[\s,]+/).filter(Boolean),
        resource: form.resource,
        tokenAuth: form.tokenAuth,
        issuer: form.issuer || null,
        allowUnstatedPkce: form.allowUnstatedPkce,
        parameters: toParameters(form.parameters, complain),
      };
  }
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
    const isLeft = row.value || row.hint || rows.slice(index).some(({ name }) => name);
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
