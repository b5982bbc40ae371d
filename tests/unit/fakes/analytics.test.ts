import { inflateSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startAnalytics } from "@/tests/fakes/analytics";
import type { OAuthServer } from "@/tests/fakes/internal-crm";
import { analyticsClient } from "@/tests/fakes/sample-credentials";
import { connectV1, connectV2 } from "./clients";
import { consentAs, redirectUri } from "./tokens";

let server: OAuthServer;
let headers: { authorization: string };
beforeAll(async () => {
  server = await startAnalytics({ redirectUris: [redirectUri] });
  const { access_token: token } = await consentAs(server, analyticsClient, "ada", "reports.read");
  headers = { authorization: `Bearer ${token}` };
});
afterAll(() => server.close());

test("its authorization server offers no registration", async () => {
  const answer = await fetch(`${server.authorization.origin}/.well-known/oauth-authorization-server`);

  expect(await answer.json()).not.toHaveProperty("registration_endpoint");
});

test("both SDKs run a report", async () => {
  const v1 = await connectV1(server.url, headers);
  const v2 = await connectV2(server.url, headers);
  const call = { name: "run_report", arguments: { report: "orders", year: 2026 } };
  const one = await v1.callTool(call);
  const other = await v2.callTool(call);
  await Promise.all([v1.close(), v2.close()]);

  expect(one.structuredContent).toMatchObject({
    report: "orders",
    rows: expect.objectContaining({ length: 12 }),
  });
  expect(other.structuredContent).toEqual(one.structuredContent);
});

test("an export comes as a picture, as a file or as a link", async () => {
  const client = await connectV2(server.url, headers);
  const kinds = [];
  for (const as of ["picture", "file", "link"]) {
    const { content } = await client.callTool({ name: "export", arguments: { report: "revenue", as } });
    kinds.push(content[1]?.type);
  }
  await client.close();

  expect(kinds).toEqual(["image", "resource", "resource_link"]);
});

test("the picture is a PNG of the size it says", async () => {
  const client = await connectV2(server.url, headers);
  const { content } = await client.callTool({ name: "export", arguments: { report: "revenue" } });
  await client.close();
  const image = content[1]?.type === "image" ? Buffer.from(content[1].data, "base64") : Buffer.alloc(0);
  const start = image.indexOf("IDAT") + 4;
  const rows = inflateSync(image.subarray(start, start + image.readUInt32BE(start - 8)));

  expect(image.subarray(1, 4).toString()).toBe("PNG");
  expect(rows.length).toBe((image.readUInt32BE(16) + 1) * image.readUInt32BE(20));
});
