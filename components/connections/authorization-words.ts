import type { Method } from "@/lib/connections/policy";
import type { Authorization } from "@/lib/connections/schema";

/** How one signs in to a connection, in the words of the form that decides it. */
export const authorizationWords: Record<Authorization, { label: string; description: string }> = {
  none: { label: "None", description: "The server asks for nothing. Everyone can use it at once." },
  apiKey: { label: "API key", description: "Each teammate pastes a key of their own." },
  headers: {
    label: "Custom headers",
    description: "Each teammate fills in the headers you name. A value may be shared by everyone.",
  },
  oauth: {
    label: "OAuth",
    description: "Each teammate consents at the provider. Patchbay registers itself where it can.",
  },
};

/** The same for all ways that people tell apart, in a list or among facts. */
export const methodLabels: Record<Method, string> = {
  none: authorizationWords.none.label,
  apiKey: authorizationWords.apiKey.label,
  headers: authorizationWords.headers.label,
  oauth: authorizationWords.oauth.label,
  workspace: `${authorizationWords.oauth.label}, shared by everyone`,
  company: "Company sign-in",
};

/** What a teammate does to sign in, said to the teammate. */
export const signInSentences: Record<Method, string> = {
  none: "Nothing to do: the server asks for no sign-in.",
  apiKey: "You paste a key of your own.",
  headers: "You fill in the header values you were given.",
  oauth: "You consent at the provider and come back here.",
  workspace: "Nothing to do: an admin signs the workspace in.",
  company: "The company signs you in by itself when you first use a tool.",
};
