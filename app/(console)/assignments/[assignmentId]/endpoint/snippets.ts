/** How one host is told about an endpoint. */
export type Snippet = { host: string; label: string; code: string; note: string };

/** Stands where a token goes, as long as there is none to put there. */
export const TOKEN_PLACE = "TOKEN";

/** Ready to paste; without a token but for that, which takes the place of TOKEN. */
export function snippetsFor(assignment: string, url: string, token = TOKEN_PLACE): Snippet[] {
  const name = serverName(assignment);
  return [
    {
      host: "Claude Code",
      label: "Terminal",
      code: `claude mcp add --transport http ${name} ${url} \\\n  --header "Authorization: Bearer ${token}"`,
      note: "Adds it for you in this project; with --scope user, in all of yours.",
    },
    {
      host: "Claude Desktop",
      label: "claude_desktop_config.json",
      code: json({
        mcpServers: {
          [name]: {
            command: "npx",
            args: ["-y", "mcp-remote", url, ...plainHttp(url), "--header", `Authorization:\${AUTHORIZATION}`],
            env: { AUTHORIZATION: `Bearer ${token}` },
          },
        },
      }),
      note: "Settings, Developer, Edit config. The mcp-remote package bridges to it, because custom connectors sign in by OAuth only.",
    },
    {
      host: "Cursor",
      label: ".cursor/mcp.json",
      code: json({ mcpServers: { [name]: { url, headers: { Authorization: `Bearer ${token}` } } } }),
      note: "In your project, or ~/.cursor/mcp.json for all of yours. Keep a file that holds a token out of version control.",
    },
    {
      host: "VS Code",
      label: ".vscode/mcp.json",
      code: json({
        inputs: [
          { type: "promptString", id: `${name}-token`, description: "Personal token", password: true },
        ],
        servers: {
          [name]: { type: "http", url, headers: { Authorization: `Bearer \${input:${name}-token}` } },
        },
      }),
      note: "VS Code asks for the token the first time and keeps it safe, so the file can be shared.",
    },
    {
      host: "curl",
      label: "Terminal",
      code: [
        `curl ${url} \\`,
        `  -H "Authorization: Bearer ${token}" \\`,
        '  -H "Content-Type: application/json" \\',
        '  -H "Accept: application/json, text/event-stream" \\',
        `  -d '{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}'`,
      ].join("\n"),
      note: "Lists the tools that can be called now.",
    },
  ];
}

/** A name every host accepts for a server. */
function serverName(assignment: string): string {
  const words = assignment
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/\p{Mark}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 32)
    .replaceAll(/^-+|-+$/g, "");
  return words || "assignment";
}

/** mcp-remote asks to be told before it sends anything unencrypted. */
function plainHttp(url: string): string[] {
  return url.startsWith("http:") ? ["--allow-http"] : [];
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
