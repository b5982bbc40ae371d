import type { ToolChange } from "@/lib/tools/schema";
import { type Difference, differenceOf } from "./difference";

export type ChangesQuery = { readonly [name in "page" | "open"]?: string | string[] };

/** A change, with what it consists in where that is shown. */
export type ShownChange = { change: ToolChange; difference: Difference | null };

/**
 * The part of the changes that one page shows. A server decides how many there
 * are and how large, so a page has room for so many, and for so much of what
 * they consist in; what finds no room is shown when it is asked for, one at a time.
 */
export function shownChanges(changes: readonly ToolChange[], query: ChangesQuery): ChangesPage {
  const pages = Math.max(1, Math.ceil(changes.length / PAGE_CHANGES));
  const page = Math.min(pages, Math.max(1, Math.trunc(Number(query.page)) || 1));
  const start = (page - 1) * PAGE_CHANGES;
  let [room, effort] = [PAGE_ROOM, COMPARED_MAX];
  const shown = changes.slice(start, start + PAGE_CHANGES).map((change): ShownChange => {
    if (change.toolId === query.open) return { change, difference: differenceOf(change) };
    effort -= sizeOf(change);
    if (effort < 0) return { change, difference: null };
    const difference = differenceOf(change);
    const needed = roomFor(difference);
    if (needed > room) return { change, difference: null };
    room -= needed;
    return { change, difference };
  });
  return { shown, page, pages };
}

export type ChangesPage = { shown: ShownChange[]; page: number; pages: number };

const PAGE_CHANGES = 100;

/** Characters, where each line of JSON counts for some more. */
const PAGE_ROOM = 300_000;
const LINE_ROOM = 60;

/** Characters of JSON: whatever comes to be shown, no more is compared for one page. */
const COMPARED_MAX = 2_000_000;

function sizeOf({ before, after }: ToolChange): number {
  return JSON.stringify([before, after]).length;
}

function roomFor({ description, rest }: Difference): number {
  const prose =
    description.before === description.after ? 0 : description.before.length + description.after.length;
  return prose + linesRoom(rest);
}

/** What lies between the lines that both sides begin and end with can all be shown. */
function linesRoom({ before, after }: Difference["rest"]): number {
  const [old, now] = [before.split("\n"), after.split("\n")];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  const most = Math.min(old.length, now.length) - start;
  while (end < most && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const between = [...old.slice(start, old.length - end), ...now.slice(start, now.length - end)];
  return between.reduce((room, line) => room + line.length + LINE_ROOM, 0);
}
