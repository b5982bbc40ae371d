import type { MissingPermission } from "./schema";

/** What a server misses in a sign-in, and whose turn it is. */
export function missingSentence(connection: string, { scopes, standing }: MissingPermission): string {
  const names = scopes.join(", ");
  if (standing === "wanted") {
    const what = scopes.length === 1 ? "one more permission" : `${scopes.length} more permissions`;
    return `${connection} needs ${what}: ${names}.`;
  }
  if (standing === "denied") return `${names} was not granted, so ${connection} refuses what needs it.`;
  return `${connection} keeps refusing, although ${names} was asked for three times. Ask whoever runs it what your account there may do.`;
}
