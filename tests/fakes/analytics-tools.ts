import { z } from "zod";
import { barChart } from "./bar-chart";
import { type Content, type SampleTool, sampleTool, structured } from "./sample-tool";

const reports = {
  revenue: { title: "Revenue by month, in thousand euros", base: 980, swing: 140, growth: 11 },
  orders: { title: "Orders by month", base: 412, swing: 65, growth: 4 },
  returns: { title: "Returned articles by month", base: 38, swing: 12, growth: -1 },
} as const;

const report = z.enum(["revenue", "orders", "returns"]).describe("Which report.");
const year = z.int().min(2020).max(2030).default(2026);
const readOnly = { readOnlyHint: true, openWorldHint: false };

const listReports = sampleTool(
  {
    name: "list_reports",
    title: "List reports",
    description: "The reports there are.",
    input: z.object({}),
    output: z.object({ reports: z.array(z.object({ report: z.string(), title: z.string() })) }),
    annotations: readOnly,
  },
  () =>
    structured({ reports: Object.entries(reports).map(([name, { title }]) => ({ report: name, title })) }),
);

const runReport = sampleTool(
  {
    name: "run_report",
    title: "Run a report",
    description: "The figures of a report, one for each month of a year.",
    input: z.object({ report, year }),
    output: z.object({
      report: z.string(),
      year: z.int(),
      rows: z.array(z.object({ month: z.string(), value: z.number() })),
      total: z.number(),
    }),
    annotations: readOnly,
  },
  (asked) => {
    const rows = figures(asked.report, asked.year);
    return structured({ ...asked, rows, total: rows.reduce((sum, row) => sum + row.value, 0) });
  },
);

const exportReport = sampleTool(
  {
    name: "export",
    title: "Export a report",
    description: "A report as a picture, as a CSV file in the answer, or as a link to download it.",
    input: z.object({ report, year, as: z.enum(["picture", "file", "link"]).default("picture") }),
    annotations: readOnly,
  },
  (asked) => {
    const rows = figures(asked.report, asked.year);
    const title: Content = { type: "text", text: `${reports[asked.report].title}, ${asked.year}` };
    const uri = `reports://${asked.report}/${asked.year}.csv`;
    const made: Record<typeof asked.as, () => Content> = {
      picture: () => ({ type: "image", data: barChart(rows.map((row) => row.value)), mimeType: "image/png" }),
      file: () => ({ type: "resource", resource: { uri, mimeType: "text/csv", text: csv(rows) } }),
      link: () => ({
        type: "resource_link",
        uri,
        name: `${asked.report}-${asked.year}.csv`,
        mimeType: "text/csv",
      }),
    };
    return { content: [title, made[asked.as]()] };
  },
);

export const analyticsTools: SampleTool[] = [listReports, runReport, exportReport];

type Row = { month: string; value: number };

/** The same every time they are asked for, with the quiet August and strong November of the trade. */
function figures(name: keyof typeof reports, inYear: number): Row[] {
  const { base, swing, growth } = reports[name];
  const season = [-0.6, -0.3, 0.2, 0.1, 0.3, 0.1, -0.2, -0.9, 0.4, 0.6, 1, -0.1];

  return season.map((strength, index) => ({
    month: `${inYear}-${String(index + 1).padStart(2, "0")}`,
    value: Math.round(base + strength * swing + growth * (index + 12 * (inYear - 2026))),
  }));
}

const csv = (rows: readonly Row[]): string =>
  ["month,value", ...rows.map(({ month, value }) => `${month},${value}`)].join("\r\n");
