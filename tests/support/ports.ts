import { once } from "node:events";
import type { Server } from "node:http";
import { type AddressInfo, createServer, type Server as TcpServer } from "node:net";

/** Starts a server on loopback and returns the port it got; 0 lets the system choose. */
export async function listen(server: TcpServer, port = 0): Promise<number> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");

  return (server.address() as AddressInfo).port;
}

/** Closes an HTTP server at once, open streams included. */
export async function shut(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

/** A loopback port that was free a moment ago, for programs that can only be told a number. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise<void>((resolve) => server.close(() => resolve()));

  return port;
}
