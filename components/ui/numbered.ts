/** For lists whose items stay where they are, or only ever join at the end: an item's place is who it is. */
export function numbered<Item>(items: readonly Item[]): { key: number; item: Item }[] {
  return items.map((item, key) => ({ key, item }));
}
