import type { APIRequestContext, APIResponse, Page, Request, Route } from "@playwright/test";

/** A server action on its way from somebody's browser, stopped before it reached the console. */
export type HeldAction = {
  url: string;
  headers: Record<string, string>;
  body: Buffer;
  /** Lets it go on as if nothing had happened. */
  release(): Promise<void>;
};

/** Stops the server action that `press` sends. */
export async function holdAction(page: Page, press: () => Promise<unknown>): Promise<HeldAction> {
  const caught = Promise.withResolvers<Route>();
  const stop = async (route: Route) => (isAction(route.request()) ? caught.resolve(route) : route.fallback());
  await page.route("**/*", stop);
  await press();
  const route = await caught.promise;

  const request = route.request();
  const sent = request.headers();
  const kept = ["accept", "content-type", "next-action", "next-router-state-tree"];
  return {
    url: request.url(),
    headers: Object.fromEntries(kept.flatMap((name) => (sent[name] ? [[name, sent[name]]] : []))),
    body: request.postDataBuffer() ?? Buffer.alloc(0),
    async release() {
      await route.continue();
      // Not before: a browser whose requests nobody stops any more lets go of those that are stopped.
      await page.unroute("**/*", stop);
    },
  };
}

/** Sends the same action with somebody's cookies and whatever headers, as no page of ours would. */
export function replay(
  sender: APIRequestContext,
  { url, headers, body }: HeldAction,
  claimed: Record<string, string>,
): Promise<APIResponse> {
  return sender.post(url, { headers: { ...headers, ...claimed }, data: body, maxRedirects: 0 });
}

/** What a page of another site could make a browser say about itself; the last believes a careless proxy. */
export const foreignClaims: Record<string, Record<string, string>> = {
  "another site's": { origin: "https://evil.example.com" },
  "no origin": {},
  "a hidden origin": { origin: "null" },
  "a spoofed host": {
    origin: "https://evil.example.com",
    "x-forwarded-host": "evil.example.com",
    "x-forwarded-proto": "https",
  },
};

function isAction(request: Request): boolean {
  return request.method() === "POST" && "next-action" in request.headers();
}
