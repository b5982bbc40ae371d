import { afterAll, beforeAll, expect, test } from "vitest";
import { offerTools } from "@/lib/model/many-tools";
import type { ModelMessage } from "@/lib/model/messages";
import { crmTools } from "../../fakes/crm-tools";
import { demoScript } from "../../fakes/model-demo";
import { say } from "../../fakes/model-script";
import { sampleModel } from "../../fakes/model-server";
import type { SampleTool } from "../../fakes/sample-tool";
import { warehouseTools } from "../../fakes/warehouse-tools";
import { question, startBench } from "../model/bench";

let bench: Awaited<ReturnType<typeof startBench>>;

beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());

const caller = { person: "ada", signal: new AbortController().signal, report: async () => {} };

/** Each with customers and stock of its own. */
const sampleTools = () => [
  ...crmTools().map((tool) => offered("Internal CRM", "internal-crm", tool)),
  ...warehouseTools().map((tool) => offered("Warehouse API", "warehouse-api", tool)),
];

function offered(connection: string, slug: string, { definition, run }: SampleTool) {
  const { name, title = null, description = "", inputSchema } = definition;
  return { name: `${slug}__${name}`, connection, title, description, inputSchema, run };
}

/** So many that nobody asks for, which leave a model no room to be shown each. */
function unusedTools(count: number): ReturnType<typeof sampleTools> {
  const run = async () => ({ content: [] });
  const inputSchema = { type: "object" as const };
  const rest = { connection: "Lamps", title: null, description: "", inputSchema, run };
  return Array.from({ length: count }, (_, index) => ({ name: `lamps__lamp_${index}`, ...rest }));
}

/** What a run does, without its events: asks, calls, and asks again until there is nothing to call. */
async function workThrough(tools: ReturnType<typeof sampleTools>) {
  const offer = offerTools("compatible", tools);
  const called: string[] = [];
  const messages: ModelMessage[] = [
    { role: "user", text: "Is there enough for Hallmann? They want a pump." },
  ];
  for (let step = 0; step < 20; step++) {
    const { text, calls, memo } = await bench.ask({ messages, tools: offer.definitions });
    messages.push({ role: "assistant", text, calls, memo });
    if (calls.length === 0) return { called, report: text };
    const results = await Promise.all(
      calls.map(async (call) => {
        const resolved = offer.resolve(call);
        const about = { callId: call.id, name: call.name };
        if (resolved.kind === "answer") return { ...about, text: resolved.text, isError: resolved.isError };
        called.push(resolved.tool.name);
        const { content, isError = false } = await resolved.tool.run(resolved.arguments, caller);
        return {
          ...about,
          text: content.map((part) => ("text" in part ? part.text : "")).join("\n"),
          isError,
        };
      }),
    );
    messages.push({ role: "tool", results });
  }
  throw new Error("It never came to an end.");
}

test.each([
  ["offered one by one", sampleTools()],
  ["found by searching", [...sampleTools(), ...unusedTools(128)]],
])("the demo's model works through two connections when tools are %s, and reports", async (_how, tools) => {
  bench.server.script = demoScript;
  const { called, report } = await workThrough(tools);
  expect(called).toEqual(
    expect.arrayContaining([
      "internal-crm__search_customers",
      "warehouse-api__find_stock",
      "warehouse-api__reserve_stock",
      "internal-crm__add_note",
    ]),
  );
  expect(called).not.toContain("internal-crm__delete_customer");
  expect(report).toContain("Reserved 5 × Centrifugal pump CR5");
});

test("it speaks unstreamed too, lists its model, and wants its key", async () => {
  bench.server.script = say.bind(null, "Hello there.");
  const headers = { authorization: `Bearer ${bench.server.key}`, "content-type": "application/json" };
  const models = await fetch(`${bench.server.baseUrl}/models`, { headers });
  expect(await models.json()).toMatchObject({ data: [{ id: sampleModel }] });
  expect((await fetch(`${bench.server.baseUrl}/models`)).status).toBe(401);

  const { messages } = question(bench.model);
  const body = JSON.stringify({ model: sampleModel, messages });
  const answer = await fetch(`${bench.server.baseUrl}/chat/completions`, { method: "POST", headers, body });
  expect(await answer.json()).toMatchObject({
    choices: [{ message: { role: "assistant", content: "Hello there." }, finish_reason: "stop" }],
    usage: { completion_tokens: expect.any(Number) },
  });
});
