import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkServerUrl, parseAllow } from "@/lib/egress/schema";

const reasonFor = (raw: string, allow: readonly string[] = []) => {
  const verdict = checkServerUrl(raw, allow);
  return verdict.ok ? `accepted as ${verdict.url}` : verdict.reason;
};

describe("an IP address is refused however it is spelled", () => {
  test.each([
    "127.0.0.1",
    "8.8.8.8",
    "2130706433",
    "4294967295",
    "0",
    "0177.0.0.1",
    "0177.0.0.01",
    "017700000001",
    "0x7f000001",
    "0X7F000001",
    "0x7f.1",
    "0x7f.0x0.0x0.0x1",
    "0x7f.0.1",
    "0x",
    "127.1",
    "127.0.1",
    "10.65535",
    "0.0.0.0",
    "127.0.0.1.",
    "2130706433.",
    "%31%32%37.0.0.1",
    "127%2e0%2e0%2e1",
    "%30%78%37%66.1",
    "127.0.0.1",
    "２１３０７０６４３３",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
    "127．0．0．1",
    "127｡0｡0｡1",
    "①②⑦。⓪。⓪。①",
    "𝟏𝟐𝟕.𝟎.𝟎.𝟏",
    "169.254.169.254",
    "0xa9fea9fe",
    "0251.0376.0251.0376",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:127.0.0.1]",
    "[::7f00:1]",
    "[64:ff9b::7f00:1]",
    "[2606:4700:4700::1111]",
    "[fe80::1%25eth0]",
    "[fe80::1%eth0]",
    "256.256.256.256",
    "1.2.3.4.5",
    "0x100000000",
    "example.1",
    "127.0.0.0x1",
    "1\t27.0.0.1",
  ])("%s", (host) => {
    expect(reasonFor(`https://${host}/mcp`)).toBe("ip-literal");
    expect(reasonFor(`https://${host}:8443/mcp`)).toBe("ip-literal");
    expect(reasonFor(`http://${host}`)).toBe("ip-literal");
  });

  const octets = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
  const inRadix = (value: number, radix: 8 | 10 | 16) =>
    ({ 8: `0${value.toString(8)}`, 10: value.toString(10), 16: `0x${value.toString(16)}` })[radix];
  const radix = fc.constantFrom<8 | 10 | 16>(8, 10, 16);

  test("any 32-bit number, whole or in parts, each part in any radix", () => {
    const spellings = fc
      .tuple(fc.nat(0xffffffff), fc.integer({ min: 1, max: 4 }), fc.tuple(radix, radix, radix, radix))
      .map(([value, parts, radixes]) => {
        const heads = octets(value).slice(0, parts - 1);
        const rest = value % 256 ** (5 - parts);
        return [...heads, rest].map((part, index) => inRadix(part, radixes[index] ?? 10)).join(".");
      });
    fc.assert(
      fc.property(spellings, (host) => reasonFor(`https://${host}`) === "ip-literal"),
      { numRuns: 5000 },
    );
  });

  test("a number in a radix no URL knows is still no server's name", () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.integer({ min: 2, max: 36 }), (value, base) => {
        const digits = value.toString(base);
        const hosts = [digits, `0b${digits}`, `0o${digits}`, `${base}#${digits}`];
        return hosts.every((host) => !checkServerUrl(`https://${host}`, []).ok);
      }),
    );
  });
});

test.each([
  ["", "empty"],
  ["   ", "empty"],
  ["example.com/mcp", "not-a-url"],
  ["mcp.example.com:8443/mcp", "not-a-url"],
  ["https://", "not-a-url"],
  ["https://exa mple.com", "not-a-url"],
  ["https://*.example.com", "not-a-url"],
  ["https://mcp..example.com", "not-a-url"],
  ["ftp://mcp.example.com", "not-a-url"],
  ["file:///etc/passwd", "not-a-url"],
  ["javascript:alert(1)", "not-a-url"],
  ["wss://mcp.example.com", "not-a-url"],
  ["http://mcp.example.com", "not-https"],
  ["http://mcp.example.com:8443/mcp", "not-https"],
  ["https://user@mcp.example.com", "user-info"],
  ["https://user:secret@mcp.example.com", "user-info"],
  ["https://mcp.example.com@evil.example.net", "user-info"],
  ["https://mcp.example.com/#", "fragment"],
  ["https://mcp.example.com/mcp#top", "fragment"],
  ["https://mcp.example.com:22", "bad-port"],
  ["https://mcp.example.com:25/", "bad-port"],
  ["https://mcp.example.com:6667/", "bad-port"],
  ["https://mcp.example.com:0/", "bad-port"],
  ["https://localhost", "localhost"],
  ["https://localhost:3000/mcp", "localhost"],
  ["http://localhost:3000/mcp", "localhost"],
  ["https://LOCALHOST", "localhost"],
  ["https://localhost.", "localhost"],
  ["https://mcp.localhost", "localhost"],
  ["https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "localhost"],
  ["https://mcp.example.com.", "trailing-dot"],
  ["https://mcp", "single-label"],
  ["https://metadata.google.internal/", "special-name"],
  ["https://host.docker.internal", "special-name"],
  ["https://crm.corp", "special-name"],
  ["https://printer.local", "special-name"],
  ["https://nas.lan", "special-name"],
  ["https://router.home.arpa", "special-name"],
  ["https://1.0.0.127.in-addr.arpa", "special-name"],
  ["https://api.default.svc", "special-name"],
  ["https://api.default.svc.cluster.local", "special-name"],
  ["https://node.cluster", "special-name"],
  ["https://app.test", "special-name"],
  ["https://app.example", "special-name"],
  ["https://app.invalid", "special-name"],
  ["https://expyuzz4wqqyqhjn.onion", "special-name"],
  ["https://APP.Internal", "special-name"],
  [`https://mcp.example.com/${"a".repeat(2048)}`, "too-long"],
])("%s is refused as %s", (raw, reason) => {
  expect(reasonFor(raw)).toBe(reason);
});

test("each refusal has a sentence of its own", () => {
  const raws = [
    "",
    "x",
    "http://a.com",
    "https://u@a.com",
    "https://a.com/#",
    "https://a.com:22",
    "https://1.1.1.1",
  ];
  const more = [
    "https://localhost",
    "https://a.com.",
    "https://a",
    "https://a.local",
    `https://a.com/${"a".repeat(2100)}`,
  ];
  const sentences = [...raws, ...more].map((raw) => {
    const verdict = checkServerUrl(raw, []);
    return verdict.ok ? "" : verdict.sentence;
  });
  expect(new Set(sentences).size).toBe(12);
  for (const sentence of sentences) expect(sentence).toMatch(/^(\p{Lu}|localhost).*\.$/u);
});

test.each([
  ["https://mcp.example.com", "https://mcp.example.com/"],
  ["  https://MCP.Example.COM/mcp  ", "https://mcp.example.com/mcp"],
  ["https://mcp.example.com:443/mcp", "https://mcp.example.com/mcp"],
  ["https://mcp.example.com:8443/mcp", "https://mcp.example.com:8443/mcp"],
  ["https:mcp.example.com", "https://mcp.example.com/"],
  ["https:\\\\mcp.example.com\\mcp", "https://mcp.example.com/mcp"],
  ["https://mcp.example.com/a/../mcp?team=1", "https://mcp.example.com/mcp?team=1"],
  ["https://mcp.site.com\t.evil.com", "https://mcp.site.com.evil.com/"],
  ["https://mcp.site.com\\@evil.com", "https://mcp.site.com/@evil.com"],
  ["https://mcp。example。com", "https://mcp.example.com/"],
  ["https://аpple.com/mcp", "https://xn--pple-43d.com/mcp"],
  ["https://192-168-0-1.nip.io/", "https://192-168-0-1.nip.io/"],
])("%s is accepted and shown back as %s", (raw, url) => {
  expect(checkServerUrl(raw, [])).toEqual({ ok: true, url });
});

describe("the operator's list", () => {
  const allow = parseAllow(" localhost:3000, 10.0.0.5:8080,[::1]:9000,erp.internal:443,CRM.local:80 ,");

  test.each([
    "http://localhost:3000/mcp",
    "https://localhost:3000/mcp",
    "http://10.0.0.5:8080/",
    "http://0xa.5:8080/",
    "http://[::1]:9000/",
    "https://erp.internal/",
    "http://crm.local/",
  ])("lets %s through", (raw) => {
    expect(reasonFor(raw, allow)).toMatch(/^accepted/);
  });

  test.each([
    ["http://localhost:3001/mcp", "localhost"],
    ["http://127.0.0.1:3000/mcp", "ip-literal"],
    ["http://sub.localhost:3000/", "localhost"],
    ["http://10.0.0.5/", "ip-literal"],
    ["http://erp.internal/", "special-name"],
    ["https://crm.local/", "special-name"],
    ["http://user@localhost:3000/", "user-info"],
    ["http://localhost:3000/#x", "fragment"],
  ])("does not loosen %s", (raw, reason) => {
    expect(reasonFor(raw, allow)).toBe(reason);
  });

  test("is empty unless something is on it", () => {
    expect(parseAllow("")).toEqual([]);
    expect(parseAllow(" , ")).toEqual([]);
  });

  test.each([
    "localhost",
    "*",
    "*:443",
    "http://localhost:3000",
    "localhost:99999",
    "a b:80",
    "user@host:80",
    ":80",
  ])("with the entry %s is refused with a sentence that names it", (entry) => {
    expect(() => parseAllow(`crm.local:80,${entry}`)).toThrow(`PATCHBAY_EGRESS_ALLOW holds "${entry}"`);
  });
});

test.each(["api_key", "apiKey", "key", "token", "access_token", "client-secret", "sig", "x-auth"])(
  "a key in the address, as %s, is refused: everyone would read it",
  (name) => {
    const verdict = checkServerUrl(`https://mcp.example.com/mcp?${name}=s3cret`, []);
    expect(verdict).toMatchObject({ ok: false, reason: "secret-in-query" });
    expect(JSON.stringify(verdict)).not.toContain("s3cret");
  },
);

test.each(["workspace", "toolsets", "keyboard", "author", "tokenizer"])(
  "a query that says %s is no secret",
  (name) => {
    expect(checkServerUrl(`https://mcp.example.com/mcp?${name}=a`, [])).toMatchObject({ ok: true });
  },
);
