import type { ListingOutcome } from "@/lib/tools/schema";

/** What a listing came to, in a sentence or two. */
export function listingWords({ tools, held, gone, unusable }: ListingOutcome): string {
  const news = [
    held > 0 && `${counted(held, "change")} held until an admin accepts.`,
    gone > 0 && `${counted(gone, "tool")} gone.`,
    unusable > 0 && `${counted(unusable, "tool")} unusable.`,
  ].filter((part) => part !== false);
  const found = `${counted(tools, "tool")} found.`;
  return news.length === 0 ? `${found} Nothing changed.` : [found, ...news].join(" ");
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
