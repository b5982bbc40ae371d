import { z } from "zod";
import { modernDoor } from "./modern-door";
import { type SampleServer, type ServerAddress, startSampleServer } from "./sample-server";
import { type SampleTool, sampleTool, text } from "./sample-tool";

/** A server with `count` tools over as many pages as `pageSize` makes of them, to see how lists hold up. */
export function startManyTools(
  options: ServerAddress & { count?: number; pageSize?: number } = {},
): Promise<SampleServer> {
  return startSampleServer({
    ...options,
    name: "Facility sensors",
    tools: manyTools(options.count ?? 2_000),
    pageSize: options.pageSize ?? 200,
    openDoor: modernDoor("both"),
    admit: async () => ({ kind: "admitted", person: "anyone" }),
  });
}

const measures = [
  "temperature",
  "humidity",
  "pressure",
  "vibration",
  "power",
  "flow",
  "noise",
  "light",
] as const;
const buildings = ["assembly hall", "cold store", "paint shop", "test bench", "loading dock"] as const;

export function manyTools(count: number): SampleTool[] {
  return Array.from({ length: count }, (_, index) => {
    const measure = pick(measures, index);
    const building = pick(buildings, Math.floor(index / measures.length));
    const number = String(index + 1).padStart(4, "0");
    return sampleTool(
      {
        name: `read_${measure}_${number}`,
        title: `Read ${measure} ${number}`,
        description: `The ${measure} that sensor ${number} in the ${building} reports, over the last hours.`,
        input: z.object({ hours: z.int().min(1).max(72).default(1).describe("How far back.") }),
        annotations: { readOnlyHint: index % 10 !== 9, openWorldHint: false },
      },
      ({ hours }) => text(`Sensor ${number}: ${measure} steady for ${hours} h.`),
    );
  });
}

const pick = <Word>(words: readonly [Word, ...Word[]], index: number): Word =>
  words[index % words.length] ?? words[0];
