import { z } from "zod";
import { type ModelInput, providers, readBaseUrl } from "./schema";

/** What the Model form posts. `allow` is the operator's list of private addresses. */
export function modelForm(allow: readonly string[]) {
  return z
    .object({
      /** The version that was on the screen, so that nobody's change is overwritten unseen; 0 when there was no model. */
      version: z.coerce.number().int().min(0),
      provider: z.enum(providers, "Choose whose model it is."),
      model: z
        .string()
        .trim()
        .min(1, "Enter the model's name, as its provider spells it.")
        .max(200, "Use 200 characters at most."),
      baseUrl: z.string().trim().default(""),
      key: z
        .string()
        .trim()
        .max(4096, "No key is that long.")
        .regex(/^[\x21-\x7e]*$/, "A key has no spaces, line breaks or accents. Copy it again.")
        .default(""),
      anyway: z.preprocess((value) => value === "on", z.boolean()),
    })
    .transform((form, context): ModelInput => {
      const { version, provider, model, key, anyway } = form;
      const given = { version, model, key: key === "" ? null : key, anyway };
      if (provider !== "compatible") return { ...given, provider, baseUrl: null };
      const address = readBaseUrl(form.baseUrl, allow);
      if (address.ok) return { ...given, provider, baseUrl: address.url };
      context.addIssue({ code: "custom", path: ["baseUrl"], message: address.sentence });
      return z.NEVER;
    });
}
