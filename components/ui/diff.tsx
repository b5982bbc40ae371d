import { diffLines, diffWordsWithSpace } from "diff";
import { ScrollRegion } from "./scroll-region";

type DiffProps = { label: string; before: string; after: string };

/** What changed inside a passage of prose, word by word. */
export function WordDiff({ label, before, after }: DiffProps) {
  return (
    <section
      aria-label={label}
      className="rounded-card border border-line bg-surface p-3 text-small whitespace-pre-wrap [overflow-wrap:anywhere]"
    >
      {numbered(diffWordsWithSpace(before, after, EFFORT) ?? replaced(before, after)).map(
        ({ key, value, side }) => (
          <Word key={key} side={side} value={value} />
        ),
      )}
    </section>
  );
}

/** What changed in a text of lines, such as formatted JSON; long unchanged stretches are left out. */
export function LineDiff({ label, before, after }: DiffProps) {
  const [old, now] = [ended(before), ended(after)];
  const pieces = diffLines(old, now, EFFORT) ?? replaced(old, now);
  const rows = numbered(pieces).flatMap(({ key, value, side }) =>
    folded(value.replace(/\n$/, "").split("\n"), side).map((line, index) => ({
      key: `${key}.${index}`,
      side,
      line,
    })),
  );
  return (
    <div className="overflow-hidden rounded-card border border-line bg-surface font-mono text-meta">
      <ScrollRegion label={label}>
        <div className="w-max min-w-full py-1">
          {rows.map(({ key, side, line }) => (
            <div key={key} className={`flex whitespace-pre ${LINE[side]}`}>
              <span aria-hidden className="w-7 shrink-0 text-center select-none">
                {SIGN[side]}
              </span>
              <Line side={side} text={line} />
            </div>
          ))}
        </div>
      </ScrollRegion>
    </div>
  );
}

type Side = "same" | "removed" | "added";

function Word({ side, value }: { side: Side; value: string }) {
  if (side === "added")
    return <ins className="rounded-[3px] bg-good-soft text-good no-underline">{value}</ins>;
  if (side === "removed") return <del className="rounded-[3px] bg-broken-soft text-broken">{value}</del>;
  return <span>{value}</span>;
}

function Line({ side, text }: { side: Side; text: string }) {
  if (side === "added") return <ins className="pr-3 no-underline">{text}</ins>;
  if (side === "removed") return <del className="pr-3 no-underline">{text}</del>;
  return <span className="pr-3">{text}</span>;
}

const SIGN: Record<Side, string> = { same: " ", removed: "−", added: "+" };

const LINE: Record<Side, string> = {
  same: "text-ink-soft",
  removed: "bg-broken-soft text-broken",
  added: "bg-good-soft text-good",
};

/** Finding the differences takes time by the square of their number, and the texts are somebody else's. */
const EFFORT = { maxEditLength: 500 };

/** What is said of two texts that have too little in common: all of one for all of the other. */
function replaced(before: string, after: string): Piece[] {
  return [
    { value: before, added: false, removed: true },
    { value: after, added: true, removed: false },
  ];
}

function numbered(changes: readonly Piece[]) {
  return changes.map((change, key) => ({ key, value: change.value, side: sideOf(change) }));
}

type Piece = { value: string; added: boolean; removed: boolean };

function sideOf({ added, removed }: Piece): Side {
  if (added) return "added";
  return removed ? "removed" : "same";
}

const CONTEXT_LINES = 3;

/** Keeps the lines around a change; the rest of a long unchanged stretch is counted, not shown. */
function folded(lines: readonly string[], side: Side): string[] {
  const hidden = lines.length - 2 * CONTEXT_LINES;
  if (side !== "same" || hidden < 2) return [...lines];
  return [...lines.slice(0, CONTEXT_LINES), `… ${hidden} unchanged lines`, ...lines.slice(-CONTEXT_LINES)];
}

function ended(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}
