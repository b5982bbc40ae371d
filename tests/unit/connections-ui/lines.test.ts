import { expect, test } from "vitest";
import { linesOf } from "@/components/connections/lines";

test("lines come whole, however the bytes were cut", async () => {
  const bytes = new TextEncoder().encode('{"a":"ž"}\n{"b":1}\n\n{"c":2}');

  for (const size of [1, 3, bytes.length]) {
    expect(await collected(chunksOf(bytes, size))).toEqual(['{"a":"ž"}', '{"b":1}', '{"c":2}']);
  }
});

test("whoever stops listening lets the stream go", async () => {
  let isLetGo = false;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new TextEncoder().encode("line\n")),
    cancel: () => {
      isLetGo = true;
    },
  });

  for await (const line of linesOf(endless)) {
    expect(line).toBe("line");
    break;
  }

  expect(isLetGo).toBe(true);
});

async function collected(stream: ReadableStream<Uint8Array>): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of linesOf(stream)) lines.push(line);
  return lines;
}

function chunksOf(bytes: Uint8Array, size: number): ReadableStream<Uint8Array> {
  let from = 0;
  return new ReadableStream({
    pull(controller) {
      if (from >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(from, from + size));
      from += size;
    },
  });
}
