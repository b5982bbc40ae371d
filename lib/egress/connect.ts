import "server-only";
import { lookup } from "node:dns/promises";
import { isIP, connect as netConnect, type Socket } from "node:net";
import { connect as tlsConnect } from "node:tls";
import type { buildConnector } from "undici";
import { isPublicAddress, isSameAddress } from "./addresses";
import { notPublic, type Resolve } from "./dns";
import { EgressFailure } from "./failure";
import { listener } from "./moments";

/**
 * Every socket to the outside is opened here, whatever URL led to it: the name is resolved, every address it
 * has is checked (one that is not public condemns the name), the connection is pinned to the checked
 * addresses, and the peer is looked at once more before a byte is sent. Nothing is checked in one place and
 * resolved again in another.
 */
export function createConnect(options: ConnectOptions): buildConnector.connector {
  return (target, callback) => {
    open(options, target).then(
      (socket) => callback(null, socket),
      (error: Error) => callback(error, null),
    );
  };
}

export type ConnectOptions = { allow: readonly string[]; resolve: Resolve; dial: Dial };

/** Starts a TCP connection to one of `addresses`, all of which are addresses of `host`. */
export type Dial = (host: string, port: number, addresses: readonly string[]) => Socket;

/** Tries the addresses one after the other, both families by turns (RFC 8305 §4). */
export const dialTcp: Dial = (host, port, addresses) =>
  netConnect({
    host,
    port,
    lookup: (_host, _options, callback) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: isIP(address) })),
      ),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: ATTEMPT_MS,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: 60_000,
  });

async function open(options: ConnectOptions, target: buildConnector.Options): Promise<Socket> {
  const secure = target.protocol === "https:";
  const host = target.hostname.replace(/^\[|\]$/g, "");
  const port = Number(target.port) || (secure ? 443 : 80);
  const addresses = options.allow.includes(`${target.hostname}:${port}`)
    ? await allowedAddresses(host)
    : await publicAddresses(options.resolve, host, secure);

  const socket = options.dial(host, port, addresses);
  await ready(socket, "connect", host);
  const peer = socket.remoteAddress;
  if (!peer || !addresses.some((address) => isSameAddress(address, peer))) {
    socket.destroy();
    throw notPublic(host);
  }
  listener()?.reached();
  return secure ? encrypt(socket, host) : socket;
}

/** The operator vouches for these, so the system's own lookup may name containers and this machine. */
async function allowedAddresses(host: string): Promise<readonly string[]> {
  if (isIP(host)) return [host];
  const found = await lookup(host, { all: true }).catch((cause: unknown) => {
    throw new EgressFailure("dns", `The name ${host} could not be looked up just now.`, { cause });
  });
  return found.map(({ address }) => address);
}

async function publicAddresses(resolve: Resolve, host: string, secure: boolean): Promise<readonly string[]> {
  if (isIP(host) || !secure) throw notPublic(host);
  const addresses = await resolve(host);
  if (!addresses.every(isPublicAddress)) throw notPublic(host);
  return addresses;
}

/** Certificates are verified whatever the environment says; NODE_EXTRA_CA_CERTS adds authorities. */
async function encrypt(socket: Socket, host: string): Promise<Socket> {
  const encrypted = tlsConnect({
    socket,
    host,
    ...(isIP(host) ? {} : { servername: host }),
    ALPNProtocols: ["http/1.1"],
    minVersion: "TLSv1.2",
    rejectUnauthorized: true,
  });
  await ready(encrypted, "secureConnect", host);
  return encrypted;
}

/** The error listener stays, because a socket may fail between here and the pool that takes it over. */
function ready(socket: Socket, event: "connect" | "secureConnect", host: string): Promise<void> {
  const late = new EgressFailure("timeout", `${host} did not accept the connection within 10 seconds.`);
  const timer = setTimeout(() => socket.destroy(late), CONNECT_MS);
  return new Promise<void>((resolve, reject) => {
    socket.once(event, resolve);
    socket.on("error", reject);
    socket.once("close", () => reject(Object.assign(new Error("closed"), { code: "ECONNRESET" })));
  }).finally(() => clearTimeout(timer));
}

const ATTEMPT_MS = 1000;
const CONNECT_MS = 10_000;
