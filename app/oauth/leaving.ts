import "server-only";

/**
 * The answer that sends a person to a provider. A redirect would not do: the
 * console's content policy lets a form lead nowhere but to itself, redirects
 * included (CSP Level 3 §6.4.1), so this page goes there instead of the form.
 */
export function leavingPage(destination: URL): Response {
  const address = escaped(destination.href);
  const host = escaped(destination.host);
  const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<meta http-equiv="refresh" content="0; url=${address}">
<title>Going to ${host}</title>
<body style="font: 14px system-ui, sans-serif; margin: 12vh auto; max-width: 35rem; padding: 0 1rem">
<p>Going to ${host}. <a href="${address}" rel="noreferrer">Go there now</a></p>
</html>`;
  return new Response(page, {
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
  });
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
