import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { holidayAfter, holidaysIn } from "@/tests/fakes/holiday-calendar";
import { startPublicHolidays } from "@/tests/fakes/public-holidays";
import type { SampleServer } from "@/tests/fakes/sample-server";
import { sampleTool, text } from "@/tests/fakes/sample-tool";
import { connectV1, connectV2 } from "./clients";

const asked = { country: "DE", year: 2026 };

describe("the calendar", () => {
  test.each([
    [2024, "2024-04-01"],
    [2026, "2026-04-06"],
    [2027, "2027-03-29"],
    [2038, "2038-04-26"],
  ])("Easter Monday of %i is %s", (year, date) => {
    expect(holidaysIn("DE", year)).toContainEqual({ date, name: "Easter Monday" });
  });

  test.each([
    ["US", 2026, "2026-11-26", "Thanksgiving Day"],
    ["US", 2026, "2026-05-25", "Memorial Day"],
    ["GB", 2027, "2027-08-30", "Summer bank holiday"],
    ["PL", 2026, "2026-06-04", "Corpus Christi"],
  ])("%s %i has %s, %s", (country, year, date, name) => {
    expect(holidaysIn(country, year)).toContainEqual({ date, name });
  });

  test("the holiday after the last one of a year is the first of the next", () => {
    expect(holidayAfter("FR", "2026-12-25")).toEqual({ date: "2027-01-01", name: "New Year's Day" });
  });
});

describe("the server", () => {
  let server: SampleServer;
  beforeAll(async () => {
    server = await startPublicHolidays();
  });
  afterAll(() => server.close());

  test("a client of the 2025 era lists and calls its tools", async () => {
    const client = await connectV1(server.url);
    const { tools } = await client.listTools();
    const result = await client.callTool({ name: "list_holidays", arguments: asked });
    await client.close();

    expect(tools.map((tool) => tool.name)).toEqual([
      "list_countries",
      "list_holidays",
      "next_holiday",
      "is_holiday",
    ]);
    expect(result.structuredContent).toMatchObject(asked);
  });

  test("a client of the 2026 era does the same in its own revision", async () => {
    const client = await connectV2(server.url);
    const result = await client.callTool({
      name: "is_holiday",
      arguments: { country: "DE", date: "2026-10-03" },
    });
    const { tools } = await client.listTools();
    const revision = client.getNegotiatedProtocolVersion();
    await client.close();

    expect(revision).toBe("2026-07-28");
    expect(tools.every((tool) => tool.annotations?.readOnlyHint)).toBe(true);
    expect(result.content).toEqual([{ type: "text", text: "Yes, 2026-10-03 is German Unity Day." }]);
  });

  test("arguments that make no sense are refused in words", async () => {
    const client = await connectV2(server.url);
    const result = await client.callTool({
      name: "list_holidays",
      arguments: { country: "Mars", year: 2026 },
    });
    await client.close();

    expect(result.isError).toBe(true);
    expect(server.calls.at(-1)).toMatchObject({ tool: "list_holidays", outcome: "refused" });
  });

  test("a server of the 2026 era alone turns the older client away", async () => {
    const modern = await startPublicHolidays({ eras: "2026" });

    await expect(connectV1(modern.url)).rejects.toThrow();
    const client = await connectV2(modern.url);
    expect((await client.listTools()).tools).toHaveLength(4);

    await client.close();
    await modern.close();
  });

  test("renamed, described, added and removed tools show in the next list", async () => {
    const changing = await startPublicHolidays();
    changing.renameTool("next_holiday", "upcoming_holiday");
    changing.describeTool("is_holiday", "Says whether a day is free.");
    changing.removeTool("list_countries");
    changing.addTool(
      sampleTool(
        { name: "greet", title: "Greet", description: "Says hello.", input: z.object({}), annotations: {} },
        () => text("Hello."),
      ),
    );
    const client = await connectV2(changing.url);
    const { tools } = await client.listTools();
    const greeting = await client.callTool({ name: "greet", arguments: {} });

    expect(tools.map((tool) => tool.name)).toEqual([
      "list_holidays",
      "upcoming_holiday",
      "is_holiday",
      "greet",
    ]);
    expect(tools[2]?.description).toBe("Says whether a day is free.");
    expect(greeting.content).toEqual([{ type: "text", text: "Hello." }]);

    await client.close();
    await changing.close();
  });
});
