import { Server } from "node:net";

/** Loaded into the suite's process: a server that would listen wherever it is free takes the next place instead. */
const places = (process.env["CONFORMANCE_PLACES"] ?? "").split(",").map(Number);
const { listen } = Server.prototype;

Server.prototype.listen = function (this: Server, ...args: unknown[]): Server {
  const [wanted, ...rest] = args;
  return Reflect.apply(listen, this, [wanted === 0 ? places.shift() : wanted, ...rest]);
};
