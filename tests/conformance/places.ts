import { createServer } from "node:net";

/** How many servers one run of the suite may have open, with some to spare. */
const COUNT = 250;
/** Below the ports that systems hand out by themselves, and seldom where another run looks, so that nobody takes one meanwhile. */
const FIRST = 20_000 + (process.pid % 48) * COUNT;

/**
 * Loopback ports that are free now. The operator's list names exact ports and is
 * read once, so the suite's servers are given their places (`take-places.ts`)
 * instead of whatever is free when they start.
 */
export async function findPlaces(): Promise<number[]> {
  const places: number[] = [];
  for (let port = FIRST; places.length < COUNT; port += 1) {
    if (await isFree(port)) places.push(port);
  }
  return places;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}
