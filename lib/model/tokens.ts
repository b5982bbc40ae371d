import "server-only";

/** About how many tokens a text is: four characters make one, which errs on the high side for JSON. */
export function tokensIn(text: string): number {
  return Math.ceil(text.length / 4);
}
