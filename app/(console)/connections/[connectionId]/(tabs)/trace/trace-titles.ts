import type { TraceKind } from "@/lib/connections/schema";

/** What each line is about; how it ended stands beside it. */
export const TRACE_TITLES: Record<TraceKind, string> = {
  discovery: "Discovery",
  consentBegun: "Consent begun",
  consentEnded: "Consent finished",
  refresh: "Renewal",
  clientCredentials: "Workspace sign-in",
  companySignIn: "Company sign-in",
  revocation: "Revocation",
};
