import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { cpuMs, percentile } from "./usage";

/** One way to the same tool: straight to its server, or through the endpoint. */
export type Route = { url: string; headers: Record<string, string>; tool: string };

export type CallFigures = {
  target: string;
  directMs: Spread;
  endpointMs: Spread;
  addedP50Ms: number;
  /** Calls a second with one and with sixteen in flight. */
  direct: { one: number; sixteen: number };
  endpoint: { one: number; sixteen: number };
  /** Of direct throughput at sixteen in flight. */
  share: number;
  cpuMsPerCall: number;
};

type Spread = { p50: number; p95: number; p99: number };

/** Until the engine has compiled what is called often, as it has in a console that runs for more than a minute. */
const WARM_UP = 2_000;
const ROUNDS = 8;
const CALLS_ALONE = 60;
const CALLS_TOGETHER = 200;

/** Both routes take turns, round by round, so that whatever else the machine does hits both alike. */
export async function measureCalls(
  target: string,
  routes: { direct: Route; endpoint: Route },
  args: Record<string, unknown>,
  pid: number,
): Promise<CallFigures> {
  const direct = await opened(routes.direct, args);
  const endpoint = await opened(routes.endpoint, args);
  for (const route of [direct, endpoint]) await together(route, WARM_UP, 8);

  const alone = { direct: [] as number[], endpoint: [] as number[] };
  const spent = { direct: { one: 0, sixteen: 0 }, endpoint: { one: 0, sixteen: 0 } };
  let cpu = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    spent.direct.one += await timed(() => oneByOne(direct, CALLS_ALONE, alone.direct));
    cpu -= cpuMs(pid);
    spent.endpoint.one += await timed(() => oneByOne(endpoint, CALLS_ALONE, alone.endpoint));
    cpu += cpuMs(pid);
    spent.direct.sixteen += await timed(() => together(direct, CALLS_TOGETHER, 16));
    cpu -= cpuMs(pid);
    spent.endpoint.sixteen += await timed(() => together(endpoint, CALLS_TOGETHER, 16));
    cpu += cpuMs(pid);
  }
  await Promise.all([direct.close(), endpoint.close()]);

  const rate = (calls: number, ms: number) => (ROUNDS * calls * 1_000) / ms;
  const rates = (of: { one: number; sixteen: number }) => ({
    one: rate(CALLS_ALONE, of.one),
    sixteen: rate(CALLS_TOGETHER, of.sixteen),
  });
  const [directMs, endpointMs] = [spread(alone.direct), spread(alone.endpoint)];
  return {
    target,
    directMs,
    endpointMs,
    addedP50Ms: endpointMs.p50 - directMs.p50,
    direct: rates(spent.direct),
    endpoint: rates(spent.endpoint),
    share: spent.direct.sixteen / spent.endpoint.sixteen,
    cpuMsPerCall: cpu / (ROUNDS * (CALLS_ALONE + CALLS_TOGETHER)),
  };
}

type Open = { call(): Promise<void>; close(): Promise<void> };

async function opened({ url, headers, tool }: Route, args: Record<string, unknown>): Promise<Open> {
  const client = new Client({ name: "bench", version: "1.0.0" }, { versionNegotiation: { mode: "auto" } });
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  return {
    async call() {
      const { isError, content } = await client.callTool({ name: tool, arguments: args });
      if (isError) throw new Error(`A call failed: ${JSON.stringify(content)}`);
    },
    close: () => client.close(),
  };
}

async function oneByOne(route: Open, calls: number, durationsMs: number[]): Promise<void> {
  for (let done = 0; done < calls; done += 1) durationsMs.push(await timed(() => route.call()));
}

async function together(route: Open, calls: number, inFlight: number): Promise<void> {
  let left = calls;
  const work = async () => {
    while (left-- > 0) await route.call();
  };
  await Promise.all(Array.from({ length: inFlight }, work));
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function spread(samples: readonly number[]): Spread {
  return { p50: percentile(samples, 0.5), p95: percentile(samples, 0.95), p99: percentile(samples, 0.99) };
}
