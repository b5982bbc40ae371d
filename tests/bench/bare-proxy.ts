/** Passes requests on and does nothing else: what a call costs any program that stands in between. In a process of its own. */
import { Agent, createServer, request } from "node:http";

const [port, upstreamPort] = process.argv.slice(2).map(Number);
const agent = new Agent({ keepAlive: true });

createServer((incoming, outgoing) => {
  const { method, url, headers } = incoming;
  const target = { host: "127.0.0.1", port: upstreamPort, path: url, method, agent };
  const passedOn = request(
    { ...target, headers: { ...headers, host: `127.0.0.1:${upstreamPort}` } },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    },
  );
  passedOn.on("error", () => outgoing.destroy());
  incoming.pipe(passedOn);
}).listen(port, "127.0.0.1", () => process.send?.("ready"));
