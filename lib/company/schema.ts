import { z } from "zod";
import { checkServerUrl } from "@/lib/egress/schema";

/** The company's identity provider, as an admin enters it. An issuer is compared letter by letter, so it is stored as typed. */
export function companyForm(allow: readonly string[]) {
  return z.object({
    version: z.coerce.number().int(),
    issuer: z
      .string()
      .trim()
      .superRefine((typed, context) => {
        const verdict = checkServerUrl(typed, allow);
        if (!verdict.ok) context.addIssue({ code: "custom", message: verdict.sentence });
      }),
    clientId: z.string().trim().min(1, "Enter the Client ID of the app you registered there."),
    /** Null: the stored one stays with its issuer and client. */
    clientSecret: z
      .string()
      .trim()
      .default("")
      .transform((secret) => secret || null),
  });
}
export type CompanyInput = z.infer<ReturnType<typeof companyForm>>;

/** The identity provider as the console shows it. */
export type CompanyView = {
  issuer: string;
  clientId: string;
  hasSecret: boolean;
  redirectUri: string;
  version: number;
  savedAt: Date;
};

/** How somebody stands with the company. */
export type OwnCompany = {
  host: string;
  state: "notSignedIn" | "connected" | "needsReconnect";
  /** Who they are there. */
  name: string | null;
  reason: string | null;
  since: Date | null;
};
