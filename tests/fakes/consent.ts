/**
 * What a person does at an authorization server, without a browser: open the
 * page, fill its form in, press a button, and be sent back. Returns the address
 * they were sent to.
 */
export async function consent(
  authorizeUrl: URL | string,
  { as: person, decision = "allow" }: { as: string; decision?: "allow" | "deny" },
): Promise<URL> {
  const page = await fetch(authorizeUrl, { redirect: "manual" });
  const html = await page.text();
  const location = page.headers.get("location");
  if (location) return new URL(location);

  const fields = [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
  if (page.status !== 200 || fields.length === 0)
    throw new Error(`No consent page, but status ${page.status}.`);
  const form = new URLSearchParams(fields.map(([, name, value]) => [plain(name), plain(value)]));
  form.set("person", person);
  form.set("decision", decision);
  const answer = await fetch(new URL(authorizeUrl), { method: "POST", body: form, redirect: "manual" });
  return new URL(answer.headers.get("location") ?? "");
}

function plain(html: string | undefined): string {
  return (html ?? "").replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
