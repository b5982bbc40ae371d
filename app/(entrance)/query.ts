/** What an address carries after its question mark. */
export type Query = { readonly [name: string]: string | string[] | undefined };

/** A parameter that is given twice counts once. */
export function firstOf(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? "";
}
