import { z } from "zod";
import { countries, holidayAfter, holidaysIn, isoDay } from "./holiday-calendar";
import { modernDoor } from "./modern-door";
import { type SampleServer, type ServerAddress, startSampleServer } from "./sample-server";
import { refusal, sampleTool, structured, text } from "./sample-tool";

/** *Public holidays*: no sign-in. Speaks the 2026 revision, and the 2025 one too unless told not to. */
export function startPublicHolidays(
  options: ServerAddress & { eras?: "both" | "2026" } = {},
): Promise<SampleServer> {
  return startSampleServer({
    ...options,
    name: "Public holidays",
    tools,
    openDoor: modernDoor(options.eras ?? "both"),
    admit: async () => ({ kind: "admitted", person: "anyone" }),
  });
}

const country = z
  .enum(["CZ", "DE", "FR", "GB", "PL", "US"])
  .describe("Country as its two-letter ISO 3166 code; GB stands for England and Wales.");
const day = z.iso.date().describe("A day, for example 2026-12-24.");
const readOnly = { readOnlyHint: true, idempotentHint: true, openWorldHint: false };

const tools = [
  sampleTool(
    {
      name: "list_countries",
      title: "List countries",
      description: "The countries whose public holidays are known.",
      input: z.object({}),
      annotations: readOnly,
    },
    () =>
      text(
        Object.entries(countries)
          .map(([code, { name }]) => `${code}: ${name}`)
          .join("\n"),
      ),
  ),
  sampleTool(
    {
      name: "list_holidays",
      title: "List public holidays",
      description: "The nationwide public holidays of a country in a year, on their actual dates.",
      input: z.object({ country, year: z.int().min(1900).max(2199).describe("The year, for example 2026.") }),
      output: z.object({
        country: z.string(),
        year: z.int(),
        holidays: z.array(z.object({ date: z.string(), name: z.string() })),
      }),
      annotations: readOnly,
    },
    (asked) => structured({ ...asked, holidays: holidaysIn(asked.country, asked.year) }),
  ),
  sampleTool(
    {
      name: "next_holiday",
      title: "Next public holiday",
      description: "The first public holiday of a country after a day, today when none is given.",
      input: z.object({ country, after: day.optional() }),
      annotations: readOnly,
    },
    (asked) => {
      const after = asked.after ?? isoDay(new Date());
      const next = holidayAfter(asked.country, after);
      return next
        ? text(`${next.name} on ${next.date}.`)
        : refusal(`No public holiday is known after ${after}.`);
    },
  ),
  sampleTool(
    {
      name: "is_holiday",
      title: "Is it a public holiday?",
      description: "Whether a day is a public holiday in a country, and which.",
      input: z.object({ country, date: day }),
      annotations: readOnly,
    },
    (asked) => {
      const year = Number(asked.date.slice(0, 4));
      const holiday = holidaysIn(asked.country, year).find(({ date }) => date === asked.date);
      return text(
        holiday ? `Yes, ${asked.date} is ${holiday.name}.` : `No, ${asked.date} is not a public holiday.`,
      );
    },
  ),
];
