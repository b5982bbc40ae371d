import type { BrowserContext } from "@playwright/test";

/**
 * Notes what a person would not see but must not happen on a page of the console: an error or a
 * violation of the content policy in the browser's console, a script that throws, an answer of 5xx.
 * Pages of other sites, such as a provider's consent page, are theirs to answer for.
 */
export function watch(context: BrowserContext, origin: string, complaints: string[]): void {
  const isOurs = (url: string) => url.startsWith(`${origin}/`);

  context.on("console", (message) => {
    const where = message.location().url || (message.page()?.url() ?? "");
    if (message.type() === "error" && isOurs(where)) complaints.push(`${where}: ${message.text()}`);
  });
  context.on("weberror", (thrown) => {
    const where = thrown.page()?.url() ?? "";
    if (isOurs(where)) complaints.push(`${where} threw: ${thrown.error().stack}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 500 && isOurs(response.url()))
      complaints.push(`${response.url()} answered ${response.status()}`);
  });
}
