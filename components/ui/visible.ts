/**
 * Text from a server, with what can't be seen made visible: control, zero-width,
 * direction and tag characters can make a text read differently to a person and
 * to a model. Line breaks and tabs stay, and so does the joiner inside an emoji.
 */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (character) => `⟦U+${codeOf(character)}⟧`);
}

const INVISIBLE =
  /(?![\n\r\t])(?!(?<=\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u{fe0f})\u{200d}\p{Extended_Pictographic})[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\u{115f}\u{1160}\u{3164}\u{ffa0}]/gu;

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
}
