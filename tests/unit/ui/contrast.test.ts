import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** The tokens as written: each holds its light and its dark colour. */
const tokens = new Map(
  [...readFileSync("app/globals.css", "utf8").matchAll(/--([a-z-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
    ([, name, light, dark]) => [String(name), { light: String(light), dark: String(dark) }],
  ),
);

const GROUNDS = ["canvas", "surface", "sunken", "raised", "hover"];
const MEANINGS = ["good", "waiting", "broken", "held"];

/** What is read on what. WCAG 2.2 §1.4.3 asks 4.5 of text, §1.4.11 asks 3 of a control's outline. */
const text: [ink: string, ground: string][] = [
  ...GROUNDS.flatMap((ground): [string, string][] => [
    ["ink", ground],
    ["ink-soft", ground],
    ["ink-faint", ground],
    ["accent-ink", ground],
    ...MEANINGS.map((meaning): [string, string] => [meaning, ground]),
  ]),
  ...MEANINGS.flatMap((meaning): [string, string][] => [
    [meaning, `${meaning}-soft`],
    ["ink", `${meaning}-soft`],
    ["ink-soft", `${meaning}-soft`],
  ]),
  ["ink", "accent-soft"],
  ["ink-soft", "accent-soft"],
  ["accent-ink", "accent-soft"],
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
  ["on-danger", "danger"],
  ["on-danger", "danger-hover"],
  ["canvas", "ink"],
];

const outlines: [line: string, ground: string][] = [
  ["control", "surface"],
  ["control", "canvas"],
  ["control", "raised"],
  ["accent", "surface"],
  ["accent", "canvas"],
  ["accent", "hover"],
  ["accent", "accent-soft"],
  ...GROUNDS.map((ground): [string, string] => ["focus", ground]),
  ...MEANINGS.map((meaning): [string, string] => ["focus", `${meaning}-soft`]),
];

test.each(["light", "dark"] as const)("every text is readable on every ground it is put on (%s)", (theme) => {
  expect(tooFaint(text, theme, 4.5)).toEqual([]);
});

test.each(["light", "dark"] as const)("every control and focus ring can be seen (%s)", (theme) => {
  expect(tooFaint(outlines, theme, 3)).toEqual([]);
});

function tooFaint(pairs: [string, string][], theme: "light" | "dark", ratioMin: number): string[] {
  return pairs
    .map(([ink, ground]) => ({ ink, ground, ratio: contrast(colour(ink, theme), colour(ground, theme)) }))
    .filter(({ ratio }) => ratio < ratioMin)
    .map(({ ink, ground, ratio }) => `${ink} on ${ground}: ${ratio.toFixed(2)}`);
}

function colour(name: string, theme: "light" | "dark"): string {
  const token = tokens.get(name);
  if (token === undefined) throw new Error(`There is no token --${name}.`);
  return token[theme];
}

function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
