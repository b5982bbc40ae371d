import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import type { ModelView } from "@/lib/model/schema";

const sent = vi.fn<(form: FormData) => void>();
vi.mock("@/app/(console)/settings/actions", () => ({
  saveModelAction: async (_previous: unknown, form: FormData) => {
    sent(form);
    return { status: "failed", message: "It did not answer. Nothing was saved." };
  },
}));
const { ModelForm } = await import("@/app/(console)/settings/model-form");

afterEach(() => {
  cleanup();
  sent.mockClear();
});

const model: ModelView = {
  provider: "compatible",
  model: "qwen3:32b",
  baseUrl: "https://models.example.com/v1",
  hasKey: true,
  version: 4,
  savedAt: new Date(),
};

test("a stored key is said to be kept while it would go to the same place, and no longer", async () => {
  render(<ModelForm model={model} allow={[]} />);
  const isKept = () => screen.queryByText("Stored. Leave empty to keep it.") !== null;
  expect(isKept()).toBe(true);

  const address = screen.getByLabelText("Base URL");
  await userEvent.type(address, "/openai");
  expect(isKept()).toBe(true);
  await userEvent.clear(address);
  await userEvent.type(address, "https://models.example.org/v1");
  expect(isKept()).toBe(false);

  await userEvent.click(screen.getByRole("radio", { name: /^Anthropic/ }));
  expect(isKept()).toBe(false);
});

test("only a compatible server has an address, and what fails stays as it was typed", async () => {
  render(<ModelForm model={null} allow={[]} />);
  await userEvent.click(screen.getByRole("radio", { name: /^OpenAI-compatible/ }));
  await userEvent.type(screen.getByLabelText("Base URL"), "https://models.example.com/v1");
  await userEvent.click(screen.getByRole("radio", { name: /^OpenAI(?!-)/ }));
  await userEvent.type(screen.getByLabelText("Model"), "gpt-5.2");
  await userEvent.type(screen.getByLabelText("API key"), "sk-0123");
  await userEvent.click(screen.getByRole("button", { name: "Try and save" }));

  await screen.findByText("It did not answer. Nothing was saved.");
  expect(Object.fromEntries(sent.mock.calls[0]?.[0] ?? [])).toEqual({
    version: "0",
    provider: "openai",
    model: "gpt-5.2",
    key: "sk-0123",
  });
  expect(screen.getByLabelText("API key")).toHaveProperty("value", "sk-0123");
  expect(screen.getByLabelText("Base URL")).toHaveProperty("value", "https://models.example.com/v1");
});
