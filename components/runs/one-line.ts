import { visible } from "@/components/ui/visible";

/** Arguments as they fit beside other things: enough to tell one call from the next. Empty when there are none. */
export function oneLine(json: string): string {
  const line = visible(json).replace(/\s+/g, " ");
  return line === "{}" ? "" : line.slice(0, 200);
}
