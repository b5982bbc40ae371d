import { nameList } from "./name-list";

/** How many people, in the middle of a sentence. */
export function peopleWords(signedIn: readonly string[]): string {
  return signedIn.length === 1 ? "one person" : `${signedIn.length} people`;
}

/** Which assignments use a connection's tools, as a sentence. */
export function usedByWords(assignments: readonly string[]): string {
  if (assignments.length === 0) return "No assignment uses its tools.";
  const many = assignments.length === 1 ? "One assignment uses" : `${assignments.length} assignments use`;
  return `${many} its tools: ${nameList(assignments)}.`;
}
