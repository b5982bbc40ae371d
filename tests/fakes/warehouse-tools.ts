import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { json, refusal, type SampleTool, sampleTool, structured, text } from "./sample-tool";
import { createStock, type Stock, type StockLine } from "./warehouse-stock";

const sku = z.string().describe("Article number, for example BRG-6204.");
const quantity = z.int().min(1).max(10_000).describe("How many pieces.");
const readOnly = { readOnlyHint: true, openWorldHint: false };

/** The warehouse's tools over stock of their own. */
export function warehouseTools(): SampleTool[] {
  const stock = createStock();

  return [findStock, listBins, reserveStock, writeOffStock, slowInventory].map((make) => make(stock));
}

const findStock = (stock: Stock): SampleTool =>
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
      annotations: readOnly,
    },
    ({ query }) => {
      const wanted = query.toLowerCase();
      const matches = (line: StockLine) => `${line.sku} ${line.product}`.toLowerCase().includes(wanted);
      return structured({ lines: stock.lines.filter(matches) });
    },
  );

const listBins = (stock: Stock): SampleTool =>
  sampleTool(
    {
      name: "list_bins",
      title: "List bins",
      description: "The bins of the warehouse, all or those of one aisle.",
      input: z.object({ aisle: z.enum(["A", "B", "C", "P"]).optional().describe("Aisle letter.") }),
      annotations: readOnly,
    },
    ({ aisle }) => json(stock.bins.filter((bin) => aisle === undefined || bin.aisle === aisle)),
  );

const reserveStock = (stock: Stock): SampleTool =>
  sampleTool(
    {
      name: "reserve_stock",
      title: "Reserve stock",
      description: "Reserves pieces of an article for an order. Nothing leaves the bin yet.",
      input: z.object({ sku, quantity, order: z.string().min(1).describe("The order it is for.") }),
      annotations: { readOnlyHint: false, destructiveHint: false },
    },
    (asked, { person }) => {
      const line = findLine(stock, asked.sku);
      if (!line) return unknownArticle(asked.sku);
      const free = line.onHand - line.reserved;
      if (asked.quantity > free) return refusal(`Only ${free} of ${line.sku} can still be reserved.`);
      line.reserved += asked.quantity;
      return text(
        `Reserved ${asked.quantity} × ${line.product} in ${line.bin} for ${asked.order}, by ${person}.`,
      );
    },
  );

const writeOffStock = (stock: Stock): SampleTool =>
  sampleTool(
    {
      name: "write_off_stock",
      title: "Write off stock",
      description: "Removes pieces from the books for good, because they are broken or lost.",
      input: z.object({ sku, quantity, reason: z.enum(["damaged", "expired", "lost"]) }),
      annotations: { readOnlyHint: false, destructiveHint: true },
    },
    (asked, { person }) => {
      const line = findLine(stock, asked.sku);
      if (!line) return unknownArticle(asked.sku);
      if (asked.quantity > line.onHand)
        return refusal(`Only ${line.onHand} of ${line.sku} are on the books.`);
      line.onHand -= asked.quantity;
      return text(
        `Wrote off ${asked.quantity} × ${line.product} as ${asked.reason}, by ${person}; ${line.onHand} remain.`,
      );
    },
  );

const slowInventory = (stock: Stock): SampleTool =>
  sampleTool(
    {
      name: "slow_inventory",
      title: "Count the warehouse",
      description: "Counts every bin, which takes a while, and reports how far it got.",
      input: z.object({
        seconds: z.number().min(0).max(600).default(5).describe("How long the count takes."),
        steps: z.int().min(1).max(100).default(5).describe("How often it reports."),
      }),
      annotations: readOnly,
    },
    async ({ seconds, steps }, { signal, report }) => {
      for (let step = 1; step <= steps; step += 1) {
        await pause((seconds * 1000) / steps, undefined, { signal });
        await report({ progress: step, total: steps, message: `Counted ${step} of ${steps} aisles` });
      }
      const pieces = stock.lines.reduce((sum, line) => sum + line.onHand, 0);
      return text(`Counted ${stock.lines.length} articles, ${pieces} pieces.`);
    },
  );

const findLine = (stock: Stock, wanted: string) =>
  stock.lines.find((line) => line.sku === wanted.toUpperCase());

const unknownArticle = (wanted: string) => refusal(`There is no article ${wanted}.`);
