import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answer } from "@/lib/endpoint/answer";
import { readBody } from "@/lib/endpoint/body";
import { env } from "@/lib/env";
import { newToken } from "@/lib/secrets/hash";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

/** A body of which a byte comes every ten seconds, for ever. */
async function* trickle(): AsyncGenerator<Uint8Array> {
  while (true) {
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    yield Buffer.from(" ");
  }
}

test("a body that only trickles in is given up half a minute after its start", async () => {
  const reading = readBody(trickle());
  const settled = vi.fn();
  void reading.then(settled);
  await vi.advanceTimersByTimeAsync(29_000);
  expect(settled).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await reading).toEqual({ kind: "too-late" });
});

test("a body is not kept once it is too large", async () => {
  let sent = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    while (true) {
      sent += 1;
      yield Buffer.alloc(1024 * 1024);
    }
  }
  expect(await readBody(endless())).toEqual({ kind: "too-large" });
  expect(sent).toBe(5);
});

test("a character that is split between two chunks arrives whole", async () => {
  const [first, second] = [Buffer.from("☂").subarray(0, 1), Buffer.from("☂").subarray(1)];
  async function* split(): AsyncGenerator<Uint8Array> {
    yield first;
    yield second;
  }
  expect(await readBody(split())).toEqual({ kind: "whole", text: "☂" });
});

test("a request that is never complete is answered, and its connection closed", async () => {
  const request = new Request(`${env.PATCHBAY_URL}/mcp/any`, {
    method: "POST",
    headers: {
      host: new URL(env.PATCHBAY_URL).host,
      authorization: `Bearer ${newToken("pbt_")}`,
      "content-length": "100",
    },
  });
  const answering = answer(request, "any", trickle());
  await vi.advanceTimersByTimeAsync(30_000);
  const response = await answering;
  expect(response.status).toBe(408);
  expect(response.headers.get("connection")).toBe("close");
  expect(await response.json()).toMatchObject({
    error: { message: "The request was not complete after 30 seconds." },
  });
});
