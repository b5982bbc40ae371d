import { type SuiteTool, suiteTool, text } from "./suite-tool";

const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
const SILENCE = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=";
const image = { type: "image" as const, data: PIXEL, mimeType: "image/png" };

const address = {
  $anchor: "addressDef",
  type: "object",
  properties: { street: { type: "string" }, city: { type: "string" } },
};
const string = { type: "string" };

const jsonSchemaTool: SuiteTool = {
  definition: {
    name: "json_schema_2020_12_tool",
    description: "Tool with JSON Schema 2020-12 features",
    inputSchema: {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      $defs: { address },
      properties: {
        name: string,
        address: { $ref: "#/$defs/address" },
        contactMethod: { type: "string", enum: ["phone", "email"] },
        phone: string,
        email: string,
      },
      allOf: [{ anyOf: [{ required: ["phone"] }, { required: ["email"] }] }],
      if: { properties: { contactMethod: { const: "phone" } }, required: ["contactMethod"] },
      // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema.
      then: { required: ["phone"] },
      else: { required: ["email"] },
      additionalProperties: false,
    },
  },
  run: async () => text("ok"),
};

export const plainTools: SuiteTool[] = [
  suiteTool("test_simple_text", async () => text("This is a simple text response for testing.")),
  suiteTool("test_image_content", async () => ({ content: [image] })),
  suiteTool("test_audio_content", async () => ({
    content: [{ type: "audio", data: SILENCE, mimeType: "audio/wav" }],
  })),
  suiteTool("test_embedded_resource", async () => ({
    content: [
      {
        type: "resource",
        resource: { uri: "test://embedded-resource", mimeType: "text/plain", text: "An embedded resource." },
      },
    ],
  })),
  suiteTool("test_multiple_content_types", async () => ({
    content: [
      { type: "text", text: "Multiple content types test:" },
      image,
      {
        type: "resource",
        resource: { uri: "test://mixed-content-resource", mimeType: "application/json", text: "{}" },
      },
    ],
  })),
  suiteTool("test_error_handling", async () => ({
    ...text("This tool intentionally returns an error for testing"),
    isError: true,
  })),
  suiteTool("test_tool_with_progress", async ({ mcpReq }) => {
    const progressToken = mcpReq._meta?.progressToken;
    for (const progress of progressToken === undefined ? [] : [0, 50, 100]) {
      await mcpReq.notify({
        method: "notifications/progress",
        params: { progressToken, progress, total: 100 },
      });
    }
    return text("Progressed.");
  }),
  suiteTool("test_logging_tool", async () => text("Logged nothing.")),
  suiteTool("test_custom_headers", async () => text("Headers agree."), {
    region: { type: "string", "x-mcp-header": "Region" },
  }),
  jsonSchemaTool,
];
