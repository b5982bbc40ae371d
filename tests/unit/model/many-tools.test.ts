import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type OfferedTool, offerTools } from "@/lib/model/many-tools";
import { acceptName } from "@/lib/model/tool-names";

function tool(name: string, words: Partial<OfferedTool> = {}): OfferedTool {
  const inputSchema = { type: "object", properties: { id: { type: "string" } } };
  return { name, connection: "Internal CRM", title: null, description: "", inputSchema, ...words };
}

const NOUNS = [
  "customer",
  "order",
  "invoice",
  "shipment",
  "ticket",
  "contract",
  "supplier",
  "employee",
  "asset",
  "meeting",
];
const VERBS = [
  "search",
  "get",
  "create",
  "update",
  "delete",
  "archive",
  "export",
  "import",
  "approve",
  "assign",
  "comment",
  "tag",
  "merge",
  "share",
];
const many = NOUNS.flatMap((noun) =>
  VERBS.map((verb) =>
    tool(`${noun}s__${verb}_${noun}`, {
      connection: `${noun}s`,
      title: `${verb} ${noun}`,
      description: `Will ${verb} a ${noun} of the company.`,
    }),
  ),
);

const call = (name: string, given: Record<string, unknown>) => ({ id: "1", name, arguments: given });

describe("a few tools", () => {
  const tools = [tool("crm__find"), tool("crm__delete customer!")];
  const offer = offerTools("openai", tools);

  test("are all offered, under names that stand for them", () => {
    expect(offer.kind).toBe("all");
    const names = offer.definitions.map(({ name }) => name);
    expect(names[0]).toBe("crm__find");
    for (const [index, name] of names.entries()) {
      expect(offer.resolve(call(name, { id: "7" }))).toEqual({
        kind: "tool",
        tool: tools[index],
        arguments: { id: "7" },
      });
    }
  });

  test("that do not exist, or are called with no arguments one can read, are answered at once", () => {
    expect(offer.resolve(call("crm__sing", {}))).toMatchObject({ kind: "answer", isError: true });
    const unreadable = offer.resolve({ id: "1", name: "crm__find", unreadable: "{" });
    expect(unreadable).toMatchObject({
      kind: "answer",
      isError: true,
      text: expect.stringContaining("no JSON object"),
    });
  });

  test("with long descriptions say all of them, no part longer than a provider takes", () => {
    const description = Array.from({ length: 400 }, (_, index) => `word${index}`).join(" ");
    const [definition] = offerTools("openai", [tool("long", { description })]).definitions;
    expect(definition?.description.length).toBeLessThanOrEqual(1_024);
    expect(`${definition?.description} ${definition?.inputSchema["description"]}`).toContain("word399");
  });
});

describe("many tools", () => {
  const offer = offerTools("compatible", many);

  test("are not offered one by one: a pair finds and calls them", () => {
    expect(offer.kind).toBe("search");
    expect(offer.definitions.map(({ name }) => name)).toEqual(["search_tools", "call_tool"]);
    expect(offer.definitions[0]?.description).toContain("140 tools");
    expect(offer.definitions[0]?.description).toContain("customers (14)");
  });

  test("are few enough by number and too many by size when their definitions are long", () => {
    const huge = [
      tool("one", {
        inputSchema: { type: "object", properties: { a: { description: "x".repeat(250_000) } } },
      }),
    ];
    expect(offerTools("openai", huge).kind).toBe("search");
    expect(offerTools("openai", many.slice(0, 128)).kind).toBe("all");
    expect(offerTools("openai", many.slice(0, 129)).kind).toBe("search");
  });

  test.each([
    ["find customers by name", "customers__search_customer"],
    ["searching for a customer", "customers__search_customer"],
    ["approve invoices", "invoices__approve_invoice"],
    ["delete the order", "orders__delete_order"],
    ["EXPORT: Employees", "employees__export_employee"],
    ["ship", "shipments__"],
    ["assigning tickets", "tickets__assign_ticket"],
  ])("“%s” finds %s first", (query, name) => {
    const found = answerOf(offer.resolve(call("search_tools", { query })));
    expect(found.tools.length).toBeLessThanOrEqual(8);
    expect(found.tools[0]?.name).toMatch(new RegExp(`^${name}`));
    expect(found.tools[0]?.inputSchema).toMatchObject({ properties: { id: { type: "string" } } });
  });

  test("are called through the pair, by their names or with arguments written as text", () => {
    const wanted = many.find(({ name }) => name === "orders__get_order");
    const same = { kind: "tool", tool: wanted, arguments: { id: "7" } };
    const name = "orders__get_order";
    expect(offer.resolve(call("call_tool", { name, arguments: { id: "7" } }))).toEqual(same);
    expect(offer.resolve(call("call_tool", { name, arguments: '{"id":"7"}' }))).toEqual(same);
    expect(offer.resolve(call(name, { id: "7" }))).toEqual(same);
    expect(offer.resolve(call("call_tool", { name }))).toEqual({ ...same, arguments: {} });
  });

  test("a name that is almost right is answered with the ones it is close to", () => {
    const answer = offer.resolve(call("call_tool", { name: "get_order", arguments: {} }));
    expect(answer).toMatchObject({
      kind: "answer",
      isError: true,
      text: expect.stringContaining("orders__get_order"),
    });
  });

  test("words that fit nothing are told so", () => {
    expect(offer.resolve(call("search_tools", { query: "zzz" }))).toMatchObject({
      kind: "answer",
      isError: true,
    });
    expect(offer.resolve(call("search_tools", {}))).toMatchObject({ kind: "answer", isError: true });
    expect(offer.resolve(call("call_tool", { name: 7, arguments: [] }))).toMatchObject({
      kind: "answer",
      isError: true,
    });
  });

  test("a tool that is called like the pair is still within reach", () => {
    const twin = tool("call_tool", { title: "Ring somebody" });
    const crowded = offerTools("openai", [...many, twin]);
    expect(crowded.resolve(call("call_tool", { name: "call_tool", arguments: {} }))).toMatchObject({
      tool: twin,
    });
  });
});

describe("names", () => {
  test("are ones every provider takes, and no two tools share one", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 100, unit: "binary" }), { maxLength: 10 }),
        (names) => {
          const taken = names.map(acceptName);
          for (const name of taken) expect(name).toMatch(/^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$/);
          expect(new Set(taken).size).toBe(names.length);
        },
      ),
    );
  });

  test("stay as they are where they can, and differ where only what is cut differs", () => {
    expect(acceptName("internal-crm__search_customers")).toBe("internal-crm__search_customers");
    const [one, other] = ["a".repeat(100), `${"a".repeat(99)}b`].map(acceptName);
    expect(one).not.toBe(other);
    expect(acceptName(String(one))).not.toBe(one);
  });
});

function answerOf(resolved: ReturnType<ReturnType<typeof offerTools>["resolve"]>) {
  if (resolved.kind !== "answer") throw new Error("It called a tool.");
  return JSON.parse(resolved.text) as { tools: { name: string; inputSchema: unknown }[] };
}
