import "server-only";
import {
  type messages,
  PGlite,
  parse,
  protocol,
  type QueryOptions,
  type Results,
} from "@electric-sql/pglite";
import { namedStatements } from "./statements";

/**
 * The embedded PostgreSQL, with each statement planned once and then known by a
 * name, as the driver of a real server does it. In WASM planning takes ten times
 * as long as running. Statements inside transactions go the library's own way.
 */
export class PlannedPGlite extends PGlite {
  readonly #nameOf = namedStatements();
  readonly #known = new Map<string, Description>();

  override async query<T>(text: string, values: unknown[] = [], options?: QueryOptions): Promise<Results<T>> {
    const name = this.#nameOf(text);
    if (name === "" || options?.blob || options?.paramTypes) return super.query<T>(text, values, options);

    await this._checkReady();
    const answered = await this._runExclusiveTransaction(() =>
      this._runExclusiveQuery(() => this.#run(name, text, values)),
    );
    const [result] = parse.parseResults(answered, this.parsers, options);
    // Safe: what a row looks like is the caller's claim, as in the library's own signature.
    return result as Results<T>;
  }

  async #run(name: string, text: string, values: unknown[]): Promise<Answer[]> {
    const { fields, serializers } = await this.#describe(name, text);
    const bound = values.map((value, index) => {
      if (value === null || value === undefined) return null;
      return serializers[index]?.(value) ?? String(value);
    });
    const { bind, execute } = protocol.serialize;
    return [...fields, ...(await this.#send(bind({ statement: name, values: bound }), execute({})))];
  }

  /** Parses and plans at its first use; a statement that can't be is refused here, and tried again next time. */
  async #describe(name: string, text: string): Promise<Description> {
    const known = this.#known.get(name);
    if (known) return known;

    const answered = await this.#send(
      protocol.serialize.parse({ name, text }),
      protocol.serialize.describe({ type: "S", name }),
    );
    const types = parse.parseDescribeStatementResults(answered);
    const description = {
      fields: answered.filter((message) => message.name === "rowDescription"),
      serializers: types.map((type) => this.serializers[type]),
    };
    this.#known.set(name, description);
    return description;
  }

  /** Throws the DatabaseError, if there is one, once the engine is ready again. */
  #send(...messages: Uint8Array[]): Promise<Answer[]> {
    const whole = Buffer.concat([...messages, protocol.serialize.sync()]);
    return this.execProtocolStream(new Uint8Array(whole), { syncToFs: false });
  }
}

type Answer = messages.BackendMessage;

type Description = { fields: Answer[]; serializers: (((value: unknown) => string) | undefined)[] };
