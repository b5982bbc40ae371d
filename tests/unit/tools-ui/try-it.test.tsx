import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { TryIt } from "@/components/tools/try-it";
import type { JsonObject, QuestionReply, TriedCall } from "@/lib/tools/schema";

afterEach(cleanup);

test("what is filled in is sent as the schema's types, and what is empty is not sent", async () => {
  const { asked } = show(schema);
  await userEvent.type(screen.getByLabelText("sku"), "BRG-6204");
  await userEvent.type(screen.getByLabelText("quantity"), "2.5");
  await userEvent.selectOptions(screen.getByLabelText("urgent (optional)"), "false");
  await userEvent.selectOptions(screen.getByLabelText("reason (optional)"), "lost");
  await userEvent.click(screen.getByRole("button", { name: "Add to tags" }));
  await userEvent.type(screen.getByLabelText("tags 1"), "blue");
  await userEvent.type(screen.getByLabelText("city (optional)"), "Brno");

  await tryIt();

  expect(asked()).toEqual({
    sku: "BRG-6204",
    quantity: 2.5,
    urgent: false,
    reason: "lost",
    tags: ["blue"],
    to: { city: "Brno" },
  });
});

test("a required value that is missing is named and gets the cursor, and nothing is called", async () => {
  const { call } = show(schema);

  await tryIt();

  await screen.findByText("Fill in sku, quantity first.");
  expect(document.activeElement).toBe(screen.getByLabelText("sku"));
  expect(call).not.toHaveBeenCalled();
});

test("the form's values are there as JSON, and JSON is sent as it is written", async () => {
  const { asked } = show(schema);
  await userEvent.type(screen.getByLabelText("sku"), "A");
  await userEvent.click(screen.getByLabelText("JSON"));

  const area = screen.getByLabelText<HTMLTextAreaElement>("Arguments");
  expect(JSON.parse(area.value)).toEqual({ sku: "A" });
  await userEvent.clear(area);
  await userEvent.click(area);
  await userEvent.paste('{"sku":"B","quantity":1,"extra":[1]}');
  await tryIt();

  expect(asked()).toEqual({ sku: "B", quantity: 1, extra: [1] });
});

test("half-written JSON is not sent", async () => {
  const { call } = show({ type: "object", additionalProperties: { type: "string" } });
  await userEvent.click(screen.getByLabelText("Arguments"));
  await userEvent.paste('{"a":');

  await tryIt();

  await screen.findByText("One value is not JSON yet.");
  expect(call).not.toHaveBeenCalled();
});

test("a destructive tool is called only after a yes", async () => {
  const { call, asked } = show({ type: "object", properties: {} }, "destroys");

  await tryIt();
  await userEvent.click(await screen.findByRole("button", { name: "Cancel" }));
  expect(call).not.toHaveBeenCalled();

  await tryIt();
  await userEvent.click(await screen.findByRole("button", { name: "Call write_off" }));
  await waitFor(() => expect(asked()).toEqual({}));
});

test("removing a value from a list removes that one", async () => {
  const { asked } = show({
    type: "object",
    properties: { tags: { type: "array", items: { type: "string" } } },
  });
  for (const tag of ["red", "green"]) {
    await userEvent.click(screen.getByRole("button", { name: "Add to tags" }));
    await userEvent.type(screen.getAllByLabelText(/^tags \d$/).at(-1) ?? document.body, tag);
  }

  await userEvent.click(screen.getByRole("button", { name: "Remove tags 1" }));
  await tryIt();

  expect(asked()).toEqual({ tags: ["green"] });
});

test("a failed call says why, and what was filled in stays", async () => {
  show(schema, "reads", { kind: "failed", sentence: "The server did not answer in time.", durationMs: 9 });
  await userEvent.type(screen.getByLabelText("sku"), "A");
  await userEvent.type(screen.getByLabelText("quantity"), "1");

  await tryIt();

  await screen.findByText("The server did not answer in time.");
  expect(screen.getByLabelText<HTMLInputElement>("sku").value).toBe("A");
});

const asks: TriedCall = {
  kind: "asks",
  conversation: "c1",
  message: "How long may it be kept?",
  schema: { type: "object", required: ["days"], properties: { days: { type: "number", default: 30 } } },
};

test("what a tool asks is a form that starts with its defaults, and the result follows the answer", async () => {
  const { answer } = show({ type: "object", properties: {} }, "reads", asks);
  await tryIt();
  await screen.findByText("How long may it be kept?");

  await userEvent.click(screen.getByRole("button", { name: "Send answer" }));

  const reply = { action: "accept", content: { days: 30 } };
  expect(answer).toHaveBeenCalledWith({ conversation: "c1", reply });
  await screen.findByText("Answered");
});

test("a question need not be answered", async () => {
  const { answer } = show({ type: "object", properties: {} }, "reads", asks);
  await tryIt();

  await userEvent.click(await screen.findByRole("button", { name: "Don't answer" }));

  expect(answer).toHaveBeenCalledWith({ conversation: "c1", reply: { action: "decline" } });
});

const schema: JsonObject = {
  type: "object",
  required: ["sku", "quantity"],
  properties: {
    sku: { type: "string" },
    quantity: { type: "number" },
    urgent: { type: "boolean" },
    reason: { enum: ["damaged", "lost"] },
    tags: { type: "array", items: { type: "string" } },
    to: { type: "object", properties: { city: { type: "string" } } },
  },
};

const answered: TriedCall = {
  kind: "answered",
  isError: false,
  content: [],
  structured: null,
  durationMs: 5,
  raw: "{}",
};

function show(inputSchema: JsonObject, does: "reads" | "destroys" = "reads", outcome: TriedCall = answered) {
  const call = vi.fn(async (_asked: { toolId: string; arguments: JsonObject }) => outcome);
  const answer = vi.fn(async (_given: { conversation: string; reply: QuestionReply }) => answered);
  render(
    <TryIt
      toolId="t1"
      toolName="write_off"
      inputSchema={inputSchema}
      destroys={does === "destroys"}
      call={call}
      answer={answer}
    />,
  );
  return { call, answer, asked: () => call.mock.calls.at(-1)?.[0].arguments };
}

async function tryIt(): Promise<void> {
  await userEvent.click(screen.getByRole("button", { name: "Try it" }));
}
