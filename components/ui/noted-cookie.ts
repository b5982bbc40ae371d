/**
 * Eats a number that the last action left for the page that comes next, or null
 * when there is none. It comes in a cookie that lives for a minute; whatever
 * else is in it is ignored.
 */
export function takeNoted(name: string): number | null {
  const found = new RegExp(`(?:^|; )${name}=(\\d{1,5})(?:;|$)`).exec(document.cookie)?.[1];
  if (found === undefined) return null;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain-http addresses.
  document.cookie = `${name}=; Max-Age=0; Path=/`;
  return Number(found);
}
