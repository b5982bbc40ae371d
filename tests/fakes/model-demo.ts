import { type Asked, type DoneCall, isCalled, offeredAs, type Said } from "./model-script";

/**
 * What the demo's model does: it works through what it is offered, a step at a time, using what earlier steps
 * brought, and reports at the end. It only knows the tools of the sample servers; others it leaves alone.
 */
export function demoScript(asked: Asked): Said {
  if (asked.tools.some(({ name }) => name === "report_ready")) {
    return { calls: [{ name: "report_ready", arguments: { ready: true } }] };
  }
  const open = STEPS.filter(({ tool }) => nameOf(asked, tool) !== null && !doneWith(asked, tool));
  const hidden = asked.tools.some(({ name }) => name === "search_tools");
  if (hidden && !doneWith(asked, "search_tools")) {
    const query = "search customers, find stock, reserve stock, add a note, next holiday";
    const words = "There are many tools here, so I look for the right ones first.";
    return { text: words, calls: [{ name: "search_tools", arguments: { query } }] };
  }
  for (const { tool, words, given } of open) {
    const made = given(asked);
    const name = nameOf(asked, tool);
    if (made && name) return { text: words, calls: [{ name, arguments: made }] };
  }
  return { text: report(asked) };
}

type Step = {
  tool: string;
  words: string;
  /** The arguments, or null while there is nothing to make them from. */
  given(asked: Asked): Record<string, unknown> | null;
};

const ORDER = "PO-2026-118";
/** Fewer than there are of anything in the warehouse. */
const QUANTITY = 5;

const STEPS: readonly Step[] = [
  {
    tool: "search_customers",
    words: "I start with the customers this may be about.",
    given: () => ({ query: "", segment: "key account", limit: 3 }),
  },
  {
    tool: "get_customer",
    words: "I read up on the first of them.",
    given: (asked) => found(asked, "search_customers", /"id":\s*"(C-\d+)"/, (id) => ({ id })),
  },
  {
    tool: "next_holiday",
    words: "Then the calendar: when is the next public holiday?",
    given: () => ({ country: "DE" }),
  },
  {
    tool: "search_orders",
    words: "I look at the newest orders.",
    given: () => ({ limit: 3 }),
  },
  {
    tool: "find_stock",
    words: "Now what is on hand in the warehouse.",
    given: ({ message, instructions }) => ({ query: article(`${message} ${instructions}`) }),
  },
  {
    tool: "reserve_stock",
    words: "I would reserve some of it. Somebody may want to look at that first.",
    given: (asked) =>
      found(asked, "find_stock", /"sku":\s*"([\w-]+)"/, (sku) => ({ sku, quantity: QUANTITY, order: ORDER })),
  },
  {
    tool: "add_note",
    words: "Last, a note on the customer, so that everybody knows.",
    given: (asked) =>
      found(asked, "search_customers", /"id":\s*"(C-\d+)"/, (id) => ({
        id,
        text: `Checked stock ahead of the holidays for ${ORDER}.`,
      })),
  },
];

/** With many tools nothing is offered by name, and what the search found is. */
function nameOf(asked: Asked, tool: string): string | null {
  const found = doneWith(asked, "search_tools")?.result ?? "";
  return offeredAs(asked, tool) ?? new RegExp(`"name":"((?:[\\w-]+__)?${tool})"`).exec(found)?.[1] ?? null;
}

function doneWith({ done }: Asked, tool: string): DoneCall | undefined {
  return done.find(({ name }) => isCalled(name, tool));
}

function found<T>(asked: Asked, tool: string, what: RegExp, make: (match: string) => T): T | null {
  const match = what.exec(doneWith(asked, tool)?.result ?? "")?.[1];
  return match === undefined ? null : make(match);
}

function article(text: string): string {
  return (
    /\b(bearing|bolt|gasket|hose|pump|motor|valve|filter|grease|sensor|belt)/i.exec(text)?.[1] ?? "bearing"
  );
}

function report({ done, message }: Asked): string {
  const calls = done.filter(({ name }) => name !== "search_tools");
  if (calls.length === 0) return `I have no tool here that helps with this: “${message.slice(0, 200)}”`;
  const lines = calls.map(({ name, result }) => `- **${name.split("__").at(-1)}**: ${short(result)}`);
  return `That is done. What I did and what came of it:\n\n${lines.join("\n")}\n\nNothing else was changed.`;
}

function short(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 120 ? `${line.slice(0, 119)}…` : line || "nothing";
}
