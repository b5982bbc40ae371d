import { cleanup, render, screen, within } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { Transcript } from "@/components/runs/transcript";
import { type RunEvent, type RunView, runLimits } from "@/lib/runs/schema";
import { reduce } from "@/lib/runs/state";

afterEach(cleanup);

const MARKUP =
  '</pre><script>alert(1)</script><img src="https://evil.example/x.png" onerror="alert(1)"><iframe src="https://evil.example"></iframe>';
const LINKS =
  "![x](https://evil.example/?d=1) [Approve](javascript:alert(1)) [here](https://evil.example/approve)";
const UNSEEN = "safe\u202etxt.exe\u0007\u200b\u{e0041}";
const HOSTILE = [MARKUP, LINKS, UNSEEN].join("\n");

test("whatever a server sends is text inside its call's card, with what can't be seen made visible", () => {
  show(HOSTILE, "Done.");

  expect(document.querySelectorAll("script, img, iframe, a")).toHaveLength(0);
  const card = screen.getByText("Result").closest("details");
  expect(card).not.toBeNull();
  if (!card) return;
  expect(within(card).getByText(/<script>alert\(1\)<\/script>/)).toBeTruthy();
  for (const code of ["202E", "0007", "200B", "E0041"]) expect(card.textContent).toContain(`⟦U+${code}⟧`);
  const outside = document.body.textContent?.replace(card.textContent ?? "", "");
  expect(outside).not.toContain("evil.example");
});

test("a model that repeats it fetches nothing, and a link of its says where it goes", () => {
  show("Nothing.", HOSTILE);

  expect(document.querySelectorAll("script, img, iframe")).toHaveLength(0);
  const links = [...document.querySelectorAll("a")].map((link) => [
    link.getAttribute("href"),
    link.textContent,
  ]);
  expect(links).toEqual([["https://evil.example/approve", "here (evil.example)"]]);
});

test("names and arguments that a server or a model made up are text too", () => {
  show("Nothing.", "Done.", { name: `tool${UNSEEN}${MARKUP}`, arguments: { [MARKUP]: UNSEEN } });

  expect(document.querySelectorAll("script, img, iframe, a")).toHaveLength(0);
  for (const unseen of ["\u202e", "\u0007", "\u200b"])
    expect(document.body.textContent).not.toContain(unseen);
});

test("a call that nobody went on with says so once the run has ended", () => {
  const { end: _, ...open } = events("Nothing.", "Done.", CALL);
  draw([open.queued, open.started, open.said, open.sent, ended]);
  expect(screen.getByText("May have happened")).toBeTruthy();
  cleanup();
  draw([open.queued, open.started, open.said, ended]);
  expect(screen.getByText("The run ended before this call was made.")).toBeTruthy();
});

test("a call that was approved with other arguments shows what the model proposed as well", () => {
  const { queued, started, said } = events("Nothing.", "Done.", CALL);
  const callId = "1.1";
  const approved = { decision: "approved", by: "Ada", reason: null } as const;
  draw([
    queued,
    started,
    said,
    { name: "call.waiting", callId, toolId: "t", approvalId: "a", expiresAt: new Date(0).toISOString() },
    { name: "call.decided", callId, ...approved, arguments: { query: "bolts" } },
    { name: "call.sent", callId, toolId: "t", arguments: { query: "bolts" } },
  ]);
  const edited = screen.getByText("Arguments, as edited").closest("figure");
  const proposed = screen.getByText("Arguments, as proposed").closest("figure");
  expect([edited?.textContent, proposed?.textContent]).toEqual([
    expect.stringContaining('"query": "bolts"'),
    expect.stringContaining('"query": "all"'),
  ]);
  expect(proposed?.closest("details")?.open).toBe(false);
  cleanup();

  show("Nothing.", "Done.");
  expect(screen.queryByText("What the model proposed")).toBeNull();
});

const CALL = { name: "notes__look", arguments: { query: "all" } };
const ended: RunEvent = { name: "run.ended", outcome: "stopped", sentence: "Stopped by Ada." };

function show(result: string, words: string, call = CALL as { name: string; arguments: object }): void {
  const { queued, started, said, sent, answered, last, end } = events(result, words, call);
  draw([queued, started, said, sent, answered, last, end]);
}

function draw(happened: RunEvent[]): void {
  const state = reduce(happened.map((event, position) => ({ position, at: new Date(0), event })));
  render(<Transcript run={run} state={state} waiting={[]} decide={async (state) => state} />);
}

function events(result: string, words: string, call: { name: string; arguments: object }) {
  const usage = { inputTokens: 1, outputTokens: 1 };
  const answer = { name: "model.said", memo: null, usage, durationMs: 1 } as const;
  const wanted = { id: "1", name: call.name, arguments: { ...call.arguments } };
  return {
    queued: { name: "run.queued", by: "person", message: "Look." },
    started: {
      name: "run.started",
      model: "small",
      instructions: "",
      tools: [],
      offer: "all",
      limits: runLimits.parse({}),
    },
    said: { ...answer, text: "", calls: [wanted], finish: "calls" },
    sent: { name: "call.sent", callId: "1.1", toolId: "t", arguments: { ...call.arguments } },
    answered: {
      name: "call.answered",
      callId: "1.1",
      outcome: "ok",
      text: result,
      cutFrom: null,
      durationMs: 1,
    },
    last: { ...answer, text: words, calls: [], finish: "stop" },
    end: { name: "run.ended", outcome: "finished", sentence: null },
  } as const satisfies Record<string, RunEvent>;
}

const run: RunView = {
  id: "r",
  assignmentId: "a",
  assignment: "Notes",
  person: "Ada",
  own: true,
  status: "finished",
  createdAt: new Date(0),
  endedAt: null,
};
