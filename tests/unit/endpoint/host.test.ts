import { expect, test } from "vitest";
import { passOn } from "@/lib/endpoint/host";

const form = { method: "elicitation/create", params: { message: "Your limit?", requestedSchema: {} } };
const roots = { method: "roots/list", params: {} };

test("a question that is passed on says whose it is, and nothing else of it changes", () => {
  const asks = { inputRequests: { limit: form, files: roots }, requestState: "opaque", more: "dropped" };

  expect(passOn(asks, { capabilities: { elicitation: {}, roots: {} } }, "Internal CRM")).toEqual({
    resultType: "input_required",
    inputRequests: {
      limit: { ...form, params: { ...form.params, message: "Internal CRM asks: Your limit?" } },
      files: roots,
    },
    requestState: "opaque",
  });
});

test("a host is not asked for what it did not offer", () => {
  const asks = { inputRequests: { limit: form, files: roots } };

  expect(() => passOn(asks, { capabilities: { roots: {} } }, "Internal CRM")).toThrow(
    expect.objectContaining({ code: -32021, data: { requiredCapabilities: { elicitation: {} } } }),
  );
});
