import { createServer } from "node:https";
import { generate } from "selfsigned";
import { listen, shut } from "../support/ports";
import type { BadServer } from "./bad-servers";
import { type LoggedRequest, logRequest } from "./call-log";
import { answerJson } from "./sample-server";

/**
 * Speaks https with a sound certificate that is made out to somebody else. Whoever trusts `authority`, a PEM text,
 * sees only that the name is wrong; `requests` stays empty as long as nobody overlooks it.
 */
export async function startWrongName(
  options: { port?: number; hostname?: string } = {},
): Promise<BadServer & { authority: string }> {
  const ca = await generate([{ name: "commonName", value: "Patchbay test authority" }], {
    ...strength,
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, critical: true },
    ],
  });
  const leaf = await generate([{ name: "commonName", value: somebodyElse }], {
    ...strength,
    ca: { key: ca.private, cert: ca.cert },
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: somebodyElse }] }],
  });

  const requests: LoggedRequest[] = [];
  const server = createServer({ key: leaf.private, cert: leaf.cert }, (request, response) => {
    logRequest(requests, request, response);
    answerJson(response, 200, {});
  });
  const origin = `https://${options.hostname ?? "127.0.0.1"}:${await listen(server, options.port)}`;

  return { url: `${origin}/mcp`, origin, requests, authority: ca.cert, close: () => shut(server) };
}

const somebodyElse = "somebody-else.example.com";

const strength = { keyType: "ec", algorithm: "sha256" } as const;
