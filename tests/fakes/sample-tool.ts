import { z } from "zod";

/** A tool of a sample server: what `tools/list` says of it and what it does. */
export type SampleTool = {
  definition: ToolDefinition;
  run(args: Record<string, unknown>, caller: Caller): Promise<ToolAnswer>;
};

export type ToolDefinition = {
  name: string;
  title?: string;
  description?: string;
  inputSchema: ObjectSchema;
  outputSchema?: ObjectSchema;
  annotations?: Annotations;
};

export type ObjectSchema = { type: "object"; [keyword: string]: unknown };

export type Annotations = {
  readOnlyHint?: boolean;
  destructiveHint?: boolean;
  idempotentHint?: boolean;
  openWorldHint?: boolean;
};

/** Who calls, whether they still want the answer, and how to tell them how far it got. */
export type Caller = {
  person: string;
  signal: AbortSignal;
  report(progress: { progress: number; total: number; message: string }): Promise<void>;
};

export type ToolAnswer = {
  content: Content[];
  structuredContent?: Record<string, unknown>;
  isError?: boolean;
};

export type Content =
  | { type: "text"; text: string }
  | { type: "image"; data: string; mimeType: string }
  | { type: "resource_link"; uri: string; name: string; description?: string; mimeType?: string }
  | { type: "resource"; resource: { uri: string; mimeType?: string; text: string } };

type Words<Input extends z.ZodObject> = {
  name: string;
  title: string;
  description: string;
  input: Input;
  output?: z.ZodObject;
  annotations: Annotations;
};

/** Makes a tool whose arguments are checked against `input` before `run` sees them. */
export function sampleTool<Input extends z.ZodObject>(
  words: Words<Input>,
  run: (input: z.output<Input>, caller: Caller) => ToolAnswer | Promise<ToolAnswer>,
): SampleTool {
  const { input, output, ...shown } = words;

  return {
    definition: {
      ...shown,
      inputSchema: objectSchema(input),
      ...(output && { outputSchema: objectSchema(output) }),
    },
    async run(args, caller) {
      const parsed = input.safeParse(args);
      if (!parsed.success) return refusal(z.prettifyError(parsed.error));

      return run(parsed.data, caller);
    },
  };
}

function objectSchema(schema: z.ZodObject): ObjectSchema {
  return { ...z.toJSONSchema(schema, { io: "input" }), type: "object" };
}

/** The tool did not do what was asked, and says why in words the model can act on. */
export function refusal(sentence: string): ToolAnswer {
  return { content: [{ type: "text", text: sentence }], isError: true };
}

export function text(sentence: string): ToolAnswer {
  return { content: [{ type: "text", text: sentence }] };
}

/** A value as readable JSON, for tools without an output schema. */
export function json(value: unknown): ToolAnswer {
  return text(JSON.stringify(value, null, 2));
}

/** A value that fits the tool's output schema, with the same value as text for older clients. */
export function structured(value: Record<string, unknown>): ToolAnswer {
  return { ...json(value), structuredContent: value };
}
