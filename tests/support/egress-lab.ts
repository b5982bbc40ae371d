import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { type GenerateResult, generate } from "selfsigned";
import type { Dial } from "@/lib/egress/connect";
import { createEgress, type GuardedFetch } from "@/lib/egress/fetch";
import { ScriptedDns } from "./scripted-dns";

/**
 * An internet on loopback: a scripted DNS, public addresses that lead to servers of this process, and a canary
 * behind every other address. `dial` is a route and no bypass: the guard runs unchanged, and whatever it lets
 * through really is connected to, so a hole in it shows as a visit to the canary.
 */
export class EgressLab {
  /** Every address the guard chose to dial. */
  readonly dialled: string[] = [];
  /** Connections that reached a place nothing should reach. */
  canaryVisits = 0;
  readonly #routes = new Map<string, number>();
  readonly #closers: (() => Promise<void>)[] = [];

  private constructor(
    readonly dns: ScriptedDns,
    private readonly ca: GenerateResult,
  ) {}

  static async start(): Promise<EgressLab> {
    const lab = new EgressLab(await ScriptedDns.start(), await authority());
    const authorities = getCACertificates("default");
    setDefaultCACertificates([...authorities, lab.ca.cert]);
    lab.#closers.push(async () => setDefaultCACertificates(authorities));
    const canary = createTcpServer((socket) => {
      lab.canaryVisits += 1;
      socket.destroy();
    });
    lab.#routes.set("canary", await lab.listen(canary));
    return lab;
  }

  /** An egress like production's, whose names come from the lab's DNS. Closed with the lab. */
  egress(options: { allow?: readonly string[] } = {}): GuardedFetch {
    const { fetch, close } = createEgress({
      allow: options.allow ?? [],
      dnsServers: [this.dns.server],
      dial: this.dial,
    });
    this.#closers.push(close);
    return fetch;
  }

  /** An https server for `name` at a public address, port 443. */
  async serve(
    name: string,
    address: string,
    listener: RequestListener,
    certificate?: LabCertificate,
  ): Promise<void> {
    const { private: key, cert } = await this.certify(certificate ?? { name });
    this.#routes.set(address, await this.listen(createHttpsServer({ key, cert }, listener)));
    this.dns.answer(name, [address]);
  }

  /** A plain http server on loopback; gives its `host:port`, to be put on the allow list. */
  async serveLocally(listener: RequestListener): Promise<string> {
    return `localhost:${await this.listen(createHttpServer(listener))}`;
  }

  /** A server that speaks to the bare socket. Gives its `host:port`. */
  async serveSocket(listener: (socket: Socket) => void): Promise<string> {
    const server = createTcpServer((socket) => {
      socket.on("error", () => {});
      listener(socket);
    });
    return `localhost:${await this.listen(server)}`;
  }

  /** Leads `address` to a port of this machine. */
  route(address: string, port: number): void {
    this.#routes.set(address, port);
  }

  async listen(server: Server): Promise<number> {
    const sockets = new Set<Socket>();
    server.on("connection", (socket: Socket) => {
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
    this.#closers.push(async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    });
    return (server.address() as AddressInfo).port;
  }

  /** A certificate by the lab's authority, or by itself. */
  certify({ name, signedBy = "authority", days = 1 }: LabCertificate): Promise<GenerateResult> {
    const notBeforeDate = new Date(Date.now() - 10 * DAY_MS);
    return generate([{ name: "commonName", value: name }], {
      ...(signedBy === "authority" ? { ca: { key: this.ca.private, cert: this.ca.cert } } : {}),
      keyType: "ec",
      algorithm: "sha256",
      notBeforeDate,
      notAfterDate: new Date(Date.now() + days * DAY_MS),
      extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: name }] }],
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#closers.map((close) => close()));
    await this.dns.close();
  }

  readonly dial: Dial = (host, port, addresses) => {
    const [address = ""] = addresses;
    this.dialled.push(`${address}:${port}`);
    if (host === "localhost") return connect({ host, port });
    const socket = connect({
      host: "localhost",
      port: this.#routes.get(address) ?? this.#routes.get("canary") ?? 0,
    });
    return Object.defineProperty(socket, "remoteAddress", { get: () => address });
  };
}

/** `days` from now until it expires; negative for one that has. */
type LabCertificate = { name: string; signedBy?: "authority" | "itself"; days?: number };

function authority(): Promise<GenerateResult> {
  return generate([{ name: "commonName", value: "Patchbay test authority" }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
}

const DAY_MS = 24 * 60 * 60 * 1000;
