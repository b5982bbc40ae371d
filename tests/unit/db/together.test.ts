import { expect, test, vi } from "vitest";
import { together } from "@/lib/db/together";

/** Questions are words, answers their lengths; each asking is answered by hand. */
function slate(limits: { atOnce: number; most: number }) {
  const asked: { words: string[]; answer: () => void; fail: () => void }[] = [];
  const lengthOf = together<string, number>(
    (words) =>
      new Promise((resolve, reject) => {
        const answer = () => resolve(words.map((word) => word.length));
        asked.push({ words, answer, fail: () => reject(new Error("away")) });
      }),
    limits,
  );
  const words = () => asked.map((one) => one.words);
  return { asked, words, lengthOf };
}

test("what is asked in one turn goes together, and each is given its own answer", async () => {
  const { asked, words, lengthOf } = slate({ atOnce: 1, most: 10 });
  const answers = Promise.all(["a", "bb", "ccc"].map(lengthOf));
  await vi.waitFor(() => expect(words()).toEqual([["a", "bb", "ccc"]]));
  asked[0]?.answer();
  expect(await answers).toEqual([1, 2, 3]);
});

test("what comes while as many are under way as may be waits, and nothing joins what was sent", async () => {
  const { asked, words, lengthOf } = slate({ atOnce: 1, most: 2 });
  const first = lengthOf("a");
  await vi.waitFor(() => expect(words()).toEqual([["a"]]));
  const later = Promise.all(["bb", "ccc", "dddd"].map(lengthOf));
  asked[0]?.answer();
  expect(await first).toBe(1);
  await vi.waitFor(() => expect(words()).toEqual([["a"], ["bb", "ccc"]]));
  asked[1]?.answer();
  await vi.waitFor(() => expect(words()).toEqual([["a"], ["bb", "ccc"], ["dddd"]]));
  asked[2]?.answer();
  expect(await later).toEqual([2, 3, 4]);
});

test("a question that fails fails for those it was asked for alone", async () => {
  const { asked, words, lengthOf } = slate({ atOnce: 1, most: 10 });
  const lost = Promise.allSettled(["a", "bb"].map(lengthOf));
  await vi.waitFor(() => expect(words()).toHaveLength(1));
  const next = lengthOf("ccc");
  asked[0]?.fail();
  expect((await lost).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  await vi.waitFor(() => expect(words()).toHaveLength(2));
  asked[1]?.answer();
  expect(await next).toBe(3);
});
