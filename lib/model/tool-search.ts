import "server-only";
import type { JsonObject } from "@/lib/mcp/upstream";
import { objectOf } from "./schema-joining";

/** A tool as an assignment has it: `name` is what it is to be called by, `connection` whose it is. */
export type OfferedTool = {
  name: string;
  connection: string;
  title: string | null;
  description: string;
  inputSchema: JsonObject;
};

/**
 * The tools that fit some words, best first. Words are compared without case, accents, endings and punctuation; a
 * word that is rare among these tools says more than one that many have, and one in a name more than one in a
 * description (BM25F). The beginning of a word counts a little.
 */
export function createSearch<Tool extends OfferedTool>(tools: readonly Tool[]): Search<Tool> {
  const pages = tools.map((tool) => ({ tool, words: wordsOf(tool) }));
  const spread = new Map<string, number>();
  for (const { words } of pages)
    for (const word of words.keys()) spread.set(word, (spread.get(word) ?? 0) + 1);
  const worth = (word: string) => Math.log(1 + pages.length / (spread.get(word) ?? 1));

  return (query, most) => {
    const asked = new Set(split(query));
    return pages
      .map(({ tool, words }) => ({ tool, score: scoreOf(asked, words, worth) }))
      .filter(({ score }) => score > 0)
      .sort((left, right) => right.score - left.score || compare(left.tool.name, right.tool.name))
      .slice(0, most)
      .map(({ tool }) => tool);
  };
}

export type Search<Tool> = (query: string, most: number) => Tool[];

type Words = ReadonlyMap<string, number>;

function wordsOf({ name, connection, title, description, inputSchema }: OfferedTool): Words {
  const words = new Map<string, number>();
  const add = (text: string, weight: number) => {
    for (const word of split(text)) words.set(word, Math.min(WEIGHT_MAX, (words.get(word) ?? 0) + weight));
  };
  add(name, 5);
  add(title ?? "", 4);
  add(connection, 2);
  add(description, 1);
  add(Object.keys(objectOf(inputSchema.properties)).join(" "), 1);
  return words;
}

function scoreOf(asked: ReadonlySet<string>, words: Words, worth: (word: string) => number): number {
  let score = 0;
  for (const wanted of asked) {
    const said = exactly(wanted, words, worth);
    const meant = (ALIKE.get(wanted) ?? []).map((other) => exactly(other, words, worth) / 2);
    score += Math.max(said, ...meant) || beginning(wanted, words, worth);
  }
  return score;
}

function exactly(word: string, words: Words, worth: (word: string) => number): number {
  const weight = words.get(word);
  return weight === undefined ? 0 : worth(word) * saturated(weight);
}

function beginning(wanted: string, words: Words, worth: (word: string) => number): number {
  if (wanted.length < 3) return 0;
  const scores = [...words]
    .filter(([word]) => word.length > 2 && (word.startsWith(wanted) || wanted.startsWith(word)))
    .map(([word, weight]) => (worth(word) * saturated(weight)) / 3);
  return Math.max(0, ...scores);
}

/** The tenth time a word is said adds little to the ninth. */
function saturated(weight: number): number {
  return weight / (weight + 2);
}

/** `findCustomers2`, `find-customer` and "find the customers" have the same words. */
function split(text: string): string[] {
  return text
    .slice(0, TEXT_MAX)
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "" && !EMPTY.has(word))
    .map(stem);
}

/** English endings, cut so that one word's forms meet; what is left need not be a word. */
function stem(word: string): string {
  if (word.length < 4) return word;
  return word
    .replace(/(ies|ied)$/, "y")
    .replace(/(sses|shes|ches|xes)$/, (ending) => ending.slice(0, -2))
    .replace(/([^su])s$/, "$1")
    .replace(/(?<=\w{3})(ing|ed)$/, "")
    .replace(/(?<=\w{3})e$/, "");
}

function compare(left: string, right: string): number {
  return left < right ? -1 : 1;
}

const EMPTY = new Set(
  "a an and are as at be by can do for from how i in is it me my of on or that the this to we what which with you".split(
    " ",
  ),
);
const TEXT_MAX = 4_000;
const WEIGHT_MAX = 12;

/** What people and servers call the same, by its stem. */
const ALIKE = new Map(
  [
    "search find look query list",
    "get fetch read show",
    "create add new make insert",
    "delete remove",
    "update edit change set modify",
  ]
    .map((group) => [...new Set(split(group))])
    .flatMap((group) => group.map((word) => [word, group.filter((other) => other !== word)] as const)),
);
