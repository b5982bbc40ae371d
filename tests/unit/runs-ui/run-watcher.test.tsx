import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Clock } from "@/components/runs/clock";
import { RunWatcher } from "@/components/runs/run-watcher";
import { StreamState } from "@/components/runs/stream-state";
import { routes } from "@/lib/routes";

vi.mock("next/navigation", () => ({ useRouter: () => router }));
const router = { refresh: vi.fn() };

/** The browser's end of a stream, as far as a page sees it. */
class ScriptedSource extends EventTarget {
  static readonly CLOSED = 2;
  static last: ScriptedSource;
  readyState = 0;

  constructor(readonly url: string) {
    super();
    ScriptedSource.last = this;
  }

  close(): void {
    this.readyState = ScriptedSource.CLOSED;
  }

  get(name: "saying" | "entry", data: unknown, lastEventId = ""): void {
    act(() => {
      this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data), lastEventId }));
    });
  }

  turn(event: "open" | "error", readyState: number): void {
    this.readyState = readyState;
    act(() => {
      this.dispatchEvent(new Event(event));
    });
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("EventSource", ScriptedSource);
  vi.stubGlobal("scrollTo", () => {});
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("words of an earlier step are not said again when the model speaks anew", () => {
  const page = draw(1);
  const stream = ScriptedSource.last;
  stream.get("saying", { instead: "Then the calendar: " });
  stream.get("saying", { add: "when?" });
  expect(screen.getByText("Then the calendar: when?")).toBeTruthy();

  stream.get("entry", {}, "1");
  stream.get("saying", { instead: "" });
  expect(screen.getByText("Then the calendar: when?")).toBeTruthy();
  page.rerender(watched(2));
  expect(screen.queryByText(/calendar/)).toBeNull();

  stream.get("saying", { add: "Now what " });
  stream.get("saying", { add: "is on" });
  expect(screen.getByText("Now what is on")).toBeTruthy();
  expect(screen.queryByText(/calendar/)).toBeNull();
});

test("a lost connection is said after a moment and stops the clock; both end once it is back", () => {
  draw(1);
  const stream = ScriptedSource.last;
  const status = screen.getByRole("status");
  stream.turn("open", 1);
  stream.turn("error", 0);
  expect(status.textContent).toBe("");
  pass(3_000);
  expect(status.textContent).toBe("Connection lost. Trying again…");
  expect(screen.queryByText("Thinking…")).toBeNull();

  const stoodAt = screen.getByTestId("clock").textContent;
  stream.turn("error", 0);
  pass(60_000);
  expect(screen.getByTestId("clock").textContent).toBe(stoodAt);

  stream.turn("open", 1);
  expect(status.textContent).toBe("");
  expect(screen.getByText("Thinking…")).toBeTruthy();
  pass(1_000);
  expect(screen.getByTestId("clock").textContent).not.toBe(stoodAt);
});

test("a connection that is back at once is not said to be lost", () => {
  draw(1);
  const stream = ScriptedSource.last;
  stream.turn("error", 0);
  pass(1_000);
  stream.turn("open", 1);
  pass(60_000);
  expect(screen.getByRole("status").textContent).toBe("");
});

function draw(drawn: number): ReturnType<typeof render> {
  return render(watched(drawn));
}

function watched(drawn: number) {
  return (
    <StreamState>
      <p data-testid="clock">
        <Clock ms={0} />
      </p>
      <RunWatcher source={routes.runEvents("r")} drawn={drawn} idle="Thinking…" />
    </StreamState>
  );
}

function pass(ms: number): void {
  act(() => {
    vi.advanceTimersByTime(ms);
  });
}
