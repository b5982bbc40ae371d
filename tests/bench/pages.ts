import { get } from "node:http";
import { gunzipSync } from "node:zlib";
import { cpuMs, percentile } from "./usage";

export type PageFigures = {
  page: string;
  /** Until the last byte of the page has arrived. */
  p50Ms: number;
  p95Ms: number;
  cpuMs: number;
  /** What travels, compressed. */
  htmlBytes: number;
  scriptBytes: number;
  scripts: number;
};

const WARM_UP = 10;
const VISITS = 25;

const FOR_OLD_BROWSERS = /<script[^>]*nomodule[^>]*>/gi;

/** How long a page takes to make, and what a browser without a cache has to fetch for it. */
export async function measurePage(page: string, url: URL, cookie: string, pid: number): Promise<PageFigures> {
  for (let done = 0; done < WARM_UP; done += 1) await fetchRaw(url, cookie);
  const durationsMs: number[] = [];
  const cpuBefore = cpuMs(pid);
  for (let done = 0; done < VISITS; done += 1) {
    const startedAt = performance.now();
    await fetchRaw(url, cookie);
    durationsMs.push(performance.now() - startedAt);
  }
  const cpu = (cpuMs(pid) - cpuBefore) / VISITS;

  const body = await fetchRaw(url, cookie);
  const html = textOf(body);
  const scripts = [
    ...new Set(html.replaceAll(FOR_OLD_BROWSERS, "").match(/\/_next\/static\/[^"'\\\s]+?\.js/g)),
  ];
  const sizes = await Promise.all(
    scripts.map(async (path) => (await fetchRaw(new URL(path, url), cookie)).length),
  );
  return {
    page,
    p50Ms: percentile(durationsMs, 0.5),
    p95Ms: percentile(durationsMs, 0.95),
    cpuMs: cpu,
    htmlBytes: body.length,
    scriptBytes: sizes.reduce((sum, size) => sum + size, 0),
    scripts: scripts.length,
  };
}

/** The bytes as they travel: `fetch` would hand them over unpacked. */
function fetchRaw(url: URL, cookie: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { cookie, "accept-encoding": "gzip" } }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        if (response.statusCode === 200) resolve(Buffer.concat(chunks));
        else reject(new Error(`${url.pathname} answered ${response.statusCode}.`));
      });
    }).on("error", reject);
  });
}

function textOf(body: Buffer): string {
  return (body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body).toString("utf8");
}
