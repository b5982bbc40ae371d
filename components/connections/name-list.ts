/** "Ann", "Ann and Bob", "Ann, Bob and 3 others": short enough for a sentence. */
export function nameList(names: readonly string[]): string {
  const shown = names.length > NAMES_MAX ? names.slice(0, NAMES_MAX - 1) : names;
  const others = names.length - shown.length;
  return list.format(others > 0 ? [...shown, `${others} others`] : shown);
}

const NAMES_MAX = 5;

const list = new Intl.ListFormat("en-GB", { type: "conjunction" });
