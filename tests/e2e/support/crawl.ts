import type { BrowserContext } from "@playwright/test";

/**
 * Every page somebody reaches by following links from Home, each as the HTML a browser is sent first
 * and as the payload it is sent when it comes from another page. By address and form.
 */
export async function crawl({ request }: BrowserContext): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const toVisit = ["/"];
  const known = new Set(toVisit);
  for (let path = toVisit.shift(); path !== undefined; path = toVisit.shift()) {
    const html = await (await request.get(path)).text();
    found.set(`${path} as HTML`, html);
    found.set(`${path} as payload`, await (await request.get(path, { headers: { RSC: "1" } })).text());
    for (const next of linksIn(html)) {
      if (!known.has(next)) toVisit.push(next);
      known.add(next);
    }
  }
  return found;
}

function linksIn(html: string): string[] {
  return [...html.matchAll(/ href="(\/[^"#?]*)/g)]
    .map(([, path = "/"]) => path)
    .filter((path) => !/^\/(_next|api|oauth)\b|\.\w+$/.test(path));
}
