import type { ConnectionInput, Settings } from "@/lib/connections/schema";

/** A connection as the form would send it. */
export function connectionInput(
  name: string,
  url: string,
  settings: Settings,
  more: Partial<ConnectionInput> = {},
): ConnectionInput {
  return { name, url, settings, sharedValues: {}, ownApp: null, ...more };
}

/** OAuth with nothing changed under Advanced settings. */
export const oauth = {
  authorization: "oauth",
  signsIn: "person",
  ownApp: false,
  scopes: [],
  resource: "auto",
  tokenAuth: "auto",
  issuer: null,
  allowUnstatedPkce: false,
  parameters: {},
} as const satisfies Settings;

export const apiKey = { authorization: "apiKey", header: "Authorization", prefix: "Bearer" } as const;
