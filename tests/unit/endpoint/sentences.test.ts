import { expect, test } from "vitest";
import { unknownToolSentence } from "@/lib/endpoint/sentences";

test("a wrong name is answered with the right ones when they are few", () => {
  expect(unknownToolSentence("list_holidays", ["public_holidays__list_holidays", "crm__whoami"])).toBe(
    "Unknown tool: list_holidays. This endpoint's tools are public_holidays__list_holidays, crm__whoami.",
  );
});

test("of many tools only where to find their names is said", () => {
  const many = Array.from({ length: 2_000 }, (_, index) => `sensors__read_${index}`);
  expect(unknownToolSentence("read_1", many)).toBe(
    "Unknown tool: read_1. List this endpoint's tools (tools/list) to see their names.",
  );
});
