/** A browser holds few connections to one site open; a program that opens them without end is stopped here. */
export const STREAMS_MAX = 20;

const open = new Set<{ memberId: string }>();

/** A place among the streams that one person has open in this process, until it is left. Null: they are all taken. */
export function takePlace(memberId: string): (() => void) | null {
  const taken = [...open].filter((place) => place.memberId === memberId);
  if (taken.length >= STREAMS_MAX) return null;
  const place = { memberId };
  open.add(place);
  return () => void open.delete(place);
}
