import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { expect, test } from "vitest";

/**
 * The shape of the codebase, checked. Each line may import from its own module
 * and from the lines above it, never from below.
 */
const ORDER = [
  "lib/errors",
  "lib/env",
  "lib/routes",
  "lib/secrets",
  "lib/access",
  "lib/db",
  "lib/audit",
  "lib/session",
  "lib/forms",
  "lib/egress",
  "lib/oauth",
  "lib/mcp",
  "lib/model",
  "lib/settings",
  "lib/notices",
  "lib/workspace",
  "lib/connections",
  "lib/company",
  "lib/sign-ins",
  "lib/tools",
  "lib/assignments",
  "lib/runs",
  "lib/endpoint",
  "components",
  "app",
];

/** Files a browser may load. Everything else under lib/ must say server-only. */
const SHARED = /\/(schema|state|policy|events|sentences|diff|messages|fields|errors|routes)\.ts$/;

/** A pattern, and the only places that may hold it. */
const HOMES: [RegExp, string[]][] = [
  [/\bprocess\.env\b/, ["lib/env.ts"]],
  [/\bnew PrismaClient\b/, ["lib/db/client.ts"]],
  [/(?<![.\w])fetch\(/, ["lib/egress/fetch.ts"]],
  [/from "undici"|from "node:https?"/, ["lib/egress/", "lib/endpoint/front.ts"]],
  [/\bconsole\.(error|warn)\b/, ["lib/secrets/log.ts"]],
  [/from "nodemailer"/, ["lib/notices/mail.ts"]],
  [/ as PersonalPermit| as Permit/, ["lib/access/actor.ts"]],
  [
    /\bunseal\(/,
    [
      "lib/secrets/",
      "lib/settings/ready-model.ts",
      "lib/connections/secrets.ts",
      "lib/sign-ins/credential.ts",
      "lib/company/secrets.ts",
      "lib/workspace/key-check.ts",
      "lib/workspace/pending-consents.ts",
    ],
  ],
  [/dangerouslySetInnerHTML/, []],
];

const files = ["app", "components", "lib"]
  .flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: "utf8" }).map(
      (path) => `${root}/${path.replaceAll("\\", "/")}`,
    ),
  )
  .filter((path) => /\.tsx?$/.test(path) && !path.includes("/generated/"))
  .map((path) => ({ path, source: readFileSync(path, "utf8") }));

test("imports point one way", () => {
  const wrong = files.flatMap(({ path, source }) =>
    importsOf(path, source)
      .filter((target) => rank(target) > rank(path))
      .map((target) => `${path} → ${target}`),
  );
  expect(wrong).toEqual([]);
});

test("components know schemas, not the server", () => {
  const wrong = files
    .filter(({ path }) => path.startsWith("components/"))
    .flatMap(({ path, source }) =>
      importsOf(path, source)
        .filter((target) => target.startsWith("lib/") && !SHARED.test(`${target}.ts`))
        .map((target) => `${path} → ${target}`),
    );
  expect(wrong).toEqual([]);
});

test("every server module says so on its first line", () => {
  const wrong = files
    .filter(
      ({ path, source }) =>
        path.startsWith("lib/") && !SHARED.test(path) && !source.startsWith('import "server-only"'),
    )
    .map(({ path }) => path);
  expect(wrong).toEqual([]);
});

test("protocol code knows no tables", () => {
  const wrong = files
    .filter(({ path }) => /^lib\/(oauth|mcp|model|egress)\//.test(path))
    .flatMap(({ path, source }) =>
      importsOf(path, source)
        .filter((target) => target.startsWith("lib/db"))
        .map(() => path),
    );
  expect(wrong).toEqual([]);
});

test("react and next stay where pages are made", () => {
  const allowed = /^(app|components|lib\/session|lib\/forms)\/|^lib\/routes\.ts$/;
  const wrong = files
    .filter(({ path, source }) => !allowed.test(path) && /from "(react|next)(\/[^"]*)?"/.test(source))
    .map(({ path }) => path);
  expect(wrong).toEqual([]);
});

test("commands and queries authorize before anything else", () => {
  const wrong = files
    .filter(({ path }) => /\/(commands|queries)\.ts$/.test(path))
    .flatMap(({ path, source }) =>
      source
        .split(/^export async function /m)
        .slice(1)
        .filter((text) => text.slice(0, text.indexOf("{\n")).includes("actor: "))
        .filter((text) => !/^[\s\S]*?\{\n {2}(const permit = )?authorize\(actor, "/.test(text))
        .map((text) => `${path}: ${text.slice(0, text.indexOf("("))}`),
    );
  expect(wrong).toEqual([]);
});

test.each(HOMES)("%s appears only where it belongs", (pattern, homes) => {
  const found = files.filter(({ source }) => pattern.test(source)).map(({ path }) => path);
  expect(found.filter((path) => !homes.some((home) => path.startsWith(home)))).toEqual([]);
});

test("no file outgrows a sitting", () => {
  expect(files.filter(({ source }) => source.split("\n").length > 300).map(({ path }) => path)).toEqual([]);
});

function rank(path: string): number {
  const index = ORDER.findIndex(
    (module) => path === `${module}.ts` || path === module || path.startsWith(`${module}/`),
  );
  if (index < 0) throw new Error(`${path} is not in ORDER. Give it a place before giving it code.`);
  return index;
}

function importsOf(path: string, source: string): string[] {
  return [...source.matchAll(/(?:from|import\() ?"(@\/|\.{1,2}\/)([^"]+)"/g)].map(([, prefix, rest]) =>
    prefix === "@/" ? String(rest) : posix.join(posix.dirname(path), `${prefix}${rest}`),
  );
}
