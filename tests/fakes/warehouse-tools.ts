import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { json, refusal, type SampleTool, sampleTool, structured, text } from "./sample-tool";
import { createStock } from "./warehouse-stock";

/** The warehouse's tools over stock of their own. */
export function warehouseTools(): SampleTool[] {
  const stock = createStock();
  const sku = z.string().describe("Article number, for example BRG-6204.");
  const quantity = z.int().min(1).max(10_000).describe("How many pieces.");
  const lineOf = (wanted: string) => stock.lines.find((line) => line.sku === wanted.toUpperCase());

  return [
    sampleTool(
      {
        name: "find_stock",
        title: "Find stock",
        description: "Finds articles by number or by words of their name, with what is on hand and where.",
        input: z.object({
          query: z.string().min(1).describe("Article number or part of the name, for example bearing."),
        }),
        output: z.object({
          lines: z.array(
            z.object({
              sku: z.string(),
              product: z.string(),
              bin: z.string(),
              onHand: z.int(),
              reserved: z.int(),
            }),
          ),
        }),
        annotations: { readOnlyHint: true, openWorldHint: false },
      },
      ({ query }) => {
        const wanted = query.toLowerCase();
        const lines = stock.lines.filter((line) =>
          `${line.sku} ${line.product}`.toLowerCase().includes(wanted),
        );
        return structured({ lines });
      },
    ),
    sampleTool(
      {
        name: "list_bins",
        title: "List bins",
        description: "The bins of the warehouse, all or those of one aisle.",
        input: z.object({ aisle: z.enum(["A", "B", "C", "P"]).optional().describe("Aisle letter.") }),
        annotations: { readOnlyHint: true, openWorldHint: false },
      },
      ({ aisle }) => json(stock.bins.filter((bin) => aisle === undefined || bin.aisle === aisle)),
    ),
    sampleTool(
      {
        name: "reserve_stock",
        title: "Reserve stock",
        description: "Reserves pieces of an article for an order. Nothing leaves the bin yet.",
        input: z.object({ sku, quantity, order: z.string().min(1).describe("The order it is for.") }),
        annotations: { readOnlyHint: false, destructiveHint: false },
      },
      ({ sku: wanted, quantity: pieces, order }, { person }) => {
        const line = lineOf(wanted);
        if (!line) return refusal(`There is no article ${wanted}.`);
        const free = line.onHand - line.reserved;
        if (pieces > free) return refusal(`Only ${free} of ${line.sku} can still be reserved.`);
        line.reserved += pieces;
        return text(`Reserved ${pieces} × ${line.product} in ${line.bin} for ${order}, by ${person}.`);
      },
    ),
    sampleTool(
      {
        name: "write_off_stock",
        title: "Write off stock",
        description: "Removes pieces from the books for good, because they are broken or lost.",
        input: z.object({ sku, quantity, reason: z.enum(["damaged", "expired", "lost"]) }),
        annotations: { readOnlyHint: false, destructiveHint: true },
      },
      ({ sku: wanted, quantity: pieces, reason }, { person }) => {
        const line = lineOf(wanted);
        if (!line) return refusal(`There is no article ${wanted}.`);
        if (pieces > line.onHand) return refusal(`Only ${line.onHand} of ${line.sku} are on the books.`);
        line.onHand -= pieces;
        return text(
          `Wrote off ${pieces} × ${line.product} as ${reason}, by ${person}; ${line.onHand} remain.`,
        );
      },
    ),
    sampleTool(
      {
        name: "slow_inventory",
        title: "Count the warehouse",
        description: "Counts every bin, which takes a while, and reports how far it got.",
        input: z.object({
          seconds: z.number().min(0).max(600).default(5).describe("How long the count takes."),
          steps: z.int().min(1).max(100).default(5).describe("How often it reports."),
        }),
        annotations: { readOnlyHint: true, openWorldHint: false },
      },
      async ({ seconds, steps }, caller) => {
        for (let step = 1; step <= steps; step += 1) {
          await pause((seconds * 1000) / steps, undefined, { signal: caller.signal });
          await caller.report({
            progress: step,
            total: steps,
            message: `Counted ${step} of ${steps} aisles`,
          });
        }
        const pieces = stock.lines.reduce((sum, line) => sum + line.onHand, 0);
        return text(`Counted ${stock.lines.length} articles, ${pieces} pieces.`);
      },
    ),
  ];
}
