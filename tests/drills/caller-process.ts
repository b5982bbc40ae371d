import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { DatabaseChoice } from "@/lib/db/client";

export type Ask = { id: number } & (
  | { do: "call"; signInId: string }
  | ({ do: "storm" } & Storm)
  | { do: "end" }
);

/** `signIns` are ids with the person each belongs to at the provider. */
export type Storm = {
  signIns: [id: string, person: string][];
  callers: number;
  pauseMs: number;
  until: number;
};

export type Called = { person: string | null; failure: string | null };

export type Answer = {
  id: number;
  called: Called | null;
  stormed: { calls: number; failures: Record<string, number> } | null;
};

/** A console process of its own, which calls when it is told to. */
export type Caller = {
  /** Resolves with null when the process ends before it could answer. */
  call(signInId: string): Promise<Called | null>;
  storm(storm: Storm): Promise<NonNullable<Answer["stormed"]>>;
  signal(signal: "SIGKILL" | "SIGSTOP" | "SIGCONT"): void;
  isAlive(): boolean;
  end(): Promise<void>;
};

export async function startCaller(choice: DatabaseChoice): Promise<Caller> {
  const child = fork("tests/drills/caller.ts", {
    execArgv: ["--import", "tsx", "--import", "./tests/support/outside-next.ts"],
    env: { ...process.env, ...placeOf(choice) },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  // What it complains of is its own business, such as that its database is away, unless it never comes up.
  let complaints = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    complaints = `${complaints}${chunk}`.slice(-2_000);
  });
  const waiting = new Map<number, (answer: Answer | null) => void>();
  child.on("message", (answer: Answer) => waiting.get(answer.id)?.(answer));
  child.on("exit", () => {
    for (const resolve of waiting.values()) resolve(null);
  });
  let id = 0;
  const isUp = new Promise<Answer | null>((resolve) => waiting.set(0, resolve));
  if (!(await isUp)) throw new Error(`The process ended before it was up. ${complaints}`);

  const ask = (what: Omit<Ask, "id">): Promise<Answer | null> => {
    id += 1;
    const answered = new Promise<Answer | null>((resolve) => waiting.set(id, resolve));
    child.send({ ...what, id });
    return answered;
  };
  return {
    call: async (signInId) => (await ask({ do: "call", signInId } as Omit<Ask, "id">))?.called ?? null,
    async storm(storm) {
      const answer = await ask({ do: "storm", ...storm } as Omit<Ask, "id">);
      if (!answer?.stormed) throw new Error("The process ended in the middle.");
      return answer.stormed;
    },
    signal: (signal) => void child.kill(signal),
    isAlive: () => child.exitCode === null && child.signalCode === null,
    end: () => end(child),
  };
}

function placeOf(choice: DatabaseChoice): Record<string, string> {
  return choice.kind === "postgres"
    ? { DATABASE_URL: choice.url }
    : { DATABASE_URL: "", PATCHBAY_DATA: choice.folder };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.send({ id: -1, do: "end" } satisfies Ask);
  await ended;
}
