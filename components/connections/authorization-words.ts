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

/** What a teammate does to sign in, said to the teammate. */
export const signInSentences: Record<Authorization, string> = {
  none: "Nothing to do: the server asks for no sign-in.",
  apiKey: "You paste a key of your own.",
  headers: "You fill in the header values you were given.",
  oauth: "You consent at the provider and come back here.",
};

/** The same in a list, where a sign-in that everyone shares is marked as such. */
export function methodWords({
  authorization,
  shared,
}: {
  authorization: Authorization;
  shared: boolean;
}): string {
  const { label } = authorizationWords[authorization];
  return shared ? `${label}, shared by everyone` : label;
}
