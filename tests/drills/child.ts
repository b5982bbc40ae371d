import { fork } from "node:child_process";
import { once } from "node:events";
import type { DatabaseChoice } from "@/lib/db/client";

/** A console process of its own, which does what it is asked to until it is ended. */
export type Child = {
  /** What it answers; null when it ended before it could. */
  ask<Answer>(what: object): Promise<Answer | null>;
  signal(signal: NodeJS.Signals): void;
  isAlive(): boolean;
  /** What it exited with; null when a signal ended it. */
  exited: Promise<number | null>;
  end(): Promise<void>;
};

/** What crosses to a child and back. `isUp` opens the conversation, `isOver` closes it. */
export type Asked = { id: number; what: unknown } | { isOver: true };
export type Answered = { id: number; answer: unknown } | { isUp: true };

export async function startChild(
  program: string,
  choice: DatabaseChoice,
  env: Record<string, string> = {},
): Promise<Child> {
  const child = fork(program, {
    execArgv: ["--import", "tsx", "--import", "./tests/support/outside-next.ts"],
    env: { ...process.env, ...placeOf(choice), ...env },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  // What it complains of is its own business, such as that its database is away, unless it never comes up.
  let complaints = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    complaints = `${complaints}${chunk}`.slice(-2_000);
  });
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const waiting = new Map<number, (answer: unknown) => void>();
  const isUp = Promise.withResolvers<boolean>();
  child.on("message", (message: Answered) => {
    if ("isUp" in message) return isUp.resolve(true);
    waiting.get(message.id)?.(message.answer);
    waiting.delete(message.id);
  });
  child.on("exit", () => {
    isUp.resolve(false);
    for (const resolve of waiting.values()) resolve(null);
  });
  if (!(await isUp.promise)) throw new Error(`The process ended before it was up. ${complaints}`);

  const isAlive = () => child.exitCode === null && child.signalCode === null;
  let id = 0;
  return {
    // Safe: whoever asks knows the program it asks.
    ask: <Answer>(what: object) => {
      if (!isAlive()) return Promise.resolve(null);
      id += 1;
      const answered = new Promise<unknown>((resolve) => waiting.set(id, resolve));
      child.send({ id, what } satisfies Asked);
      return answered as Promise<Answer | null>;
    },
    signal: (signal) => void child.kill(signal),
    isAlive,
    exited,
    async end() {
      if (!isAlive()) return;
      const ended = once(child, "exit");
      child.send({ isOver: true } satisfies Asked);
      await ended;
    },
  };
}

function placeOf(choice: DatabaseChoice): Record<string, string> {
  return choice.kind === "postgres"
    ? { DATABASE_URL: choice.url }
    : { DATABASE_URL: "", PATCHBAY_DATA: choice.folder };
}
