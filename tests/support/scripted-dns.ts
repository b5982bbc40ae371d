import { createSocket, type Socket } from "node:dgram";
import type { AddressInfo } from "node:net";
import { isIPv4, isIPv6 } from "node:net";

/** What one question gets: addresses (each type is given its own kind), an error, or no answer at all. */
export type DnsAnswer = readonly string[] | "nxdomain" | "servfail" | "silence";

/** A DNS server on loopback that answers from a script. A name without a script does not exist. */
export class ScriptedDns {
  /** Every question, as `A crm.example.com`, in the order they came. */
  readonly asked: string[] = [];
  readonly #scripts = new Map<string, DnsAnswer[]>();

  private constructor(private readonly socket: Socket) {
    socket.on("message", (message, from) => {
      const reply = this.#reply(message);
      if (reply) socket.send(reply, from.port, from.address);
    });
  }

  static async start(): Promise<ScriptedDns> {
    const socket = createSocket("udp4");
    await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
    return new ScriptedDns(socket);
  }

  get server(): string {
    const { port }: AddressInfo = this.socket.address();
    return `127.0.0.1:${port}`;
  }

  /** Successive answers for each record type; the last one is repeated. */
  answer(name: string, ...answers: DnsAnswer[]): void {
    for (const type of ["A", "AAAA"]) this.#scripts.set(`${type} ${name}`, [...answers]);
  }

  /** The answer for one record type alone. */
  answerTo(type: "A" | "AAAA", name: string, answer: DnsAnswer): void {
    this.#scripts.set(`${type} ${name}`, [answer]);
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.socket.close(() => resolve()));
  }

  #reply(message: Buffer): Buffer | null {
    const question = readQuestion(message);
    const key = `${question.type} ${question.name}`;
    this.asked.push(key);
    const script = this.#scripts.get(key) ?? ["nxdomain"];
    const answer = (script.length > 1 ? script.shift() : script[0]) ?? "nxdomain";
    if (answer === "silence") return null;
    if (answer === "nxdomain") return writeReply(message, question.end, 3, []);
    if (answer === "servfail") return writeReply(message, question.end, 2, []);
    const mine = answer.filter(question.type === "A" ? isIPv4 : isIPv6);
    return writeReply(message, question.end, 0, mine.map(bytesOf));
  }
}

function readQuestion(message: Buffer): { name: string; type: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = message.readUInt8(at); length > 0; length = message.readUInt8(at)) {
    labels.push(message.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  const type = message.readUInt16BE(at + 1);
  return {
    name: labels.join(".").toLowerCase(),
    type: type === 28 ? "AAAA" : type === 1 ? "A" : `${type}`,
    end: at + 5,
  };
}

/** Header, the question as it came, and one record for each address (RFC 1035 §4.1). */
function writeReply(query: Buffer, questionEnd: number, code: number, addresses: Buffer[]): Buffer {
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 | code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(addresses.length, 6);
  return Buffer.concat([header, query.subarray(12, questionEnd), ...addresses.map(record)]);
}

function record(address: Buffer): Buffer {
  const fixed = Buffer.alloc(12);
  fixed.writeUInt16BE(0xc00c, 0);
  fixed.writeUInt16BE(address.length === 4 ? 1 : 28, 2);
  fixed.writeUInt16BE(1, 4);
  fixed.writeUInt16BE(address.length, 10);
  return Buffer.concat([fixed, address]);
}

function bytesOf(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split(".").map(Number));
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = "", tail] = canonical.split("::");
  const words = (half: string) =>
    half === "" ? [] : half.split(":").map((word) => Number.parseInt(word, 16));
  const after = tail === undefined ? [] : words(tail);
  const all = [...words(head), ...Array(8 - words(head).length - after.length).fill(0), ...after];
  return Buffer.from(all.flatMap((word) => [word >> 8, word & 255]));
}
