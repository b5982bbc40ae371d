/** What a scripted model is asked: the conversation so far, in the terms of whoever writes the script. */
export type Asked = {
  model: string;
  instructions: string;
  /** What the person last said. */
  message: string;
  /** Every call since then with its result, oldest first. */
  done: DoneCall[];
  /** The calls whose results have just arrived; empty when it is the person's turn that is answered. */
  arrived: DoneCall[];
  tools: OfferedTool[];
};

export type DoneCall = { name: string; arguments: Record<string, unknown>; result: string };
export type OfferedTool = { name: string; description: string; parameters: Record<string, unknown> };

/** What it does about it. A call's `name` may be a tool's own: the offered name that ends in it is called. */
export type Said =
  | { text?: string; calls?: ScriptedCall[]; finish?: string; usage?: "none" }
  | { status: number; code: string; message: string; headers?: Record<string, string> }
  /** An error in a stream that began well. */
  | { text: string; breaks: { code: string; message: string } }
  /** Begins and then ends the connection, or the stream, or never goes on. */
  | { text: string; ends: "cut" | "end" | "hang" }
  /** Never so much as begins. */
  | { hangs: true };

/** Arguments as a text are sent as they are, however broken. */
export type ScriptedCall = { name: string; arguments: Record<string, unknown> | string };

export type Script = (asked: Asked) => Said | Promise<Said>;

/**
 * A scenario, line by line. The first line that fits says what comes next; a line fits what the person said
 * (`asked`) or the tool whose result has just arrived (`result`).
 */
export function scenario(...lines: Line[]): Script {
  return (asked) => {
    const line = lines.find((one) => fits(one, asked));
    if (!line) return { text: "I don't know what to do next." };
    return typeof line.answer === "function" ? line.answer(asked) : line.answer;
  };
}

export type Line = { answer: Said | ((asked: Asked) => Said) } & ({ asked: RegExp } | { result: string });

function fits(line: Line, { message, arrived }: Asked): boolean {
  if ("asked" in line) return arrived.length === 0 && line.asked.test(message);
  return arrived.some(({ name }) => isCalled(name, line.result));
}

export const say = (text: string): Said => ({ text });

export const call = (name: string, given: Record<string, unknown> | string, text = ""): Said => ({
  text,
  calls: [{ name, arguments: given }],
});

/** Whether the offered name stands for the tool: it is called so, or so behind its connection's name. */
export function isCalled(offered: string, tool: string): boolean {
  return offered === tool || offered.endsWith(`__${tool}`);
}

/** The tool as it was offered, or null. */
export function offeredAs({ tools }: Asked, tool: string): string | null {
  return tools.find(({ name }) => isCalled(name, tool))?.name ?? null;
}
