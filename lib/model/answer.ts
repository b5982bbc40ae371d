import "server-only";
import type { LanguageModelV4StreamPart, SharedV4ProviderMetadata } from "@ai-sdk/provider";
import { isJsonObject } from "@/lib/mcp/upstream";
import type { Memo, ModelCall } from "./messages";

type Part = LanguageModelV4StreamPart;
type End = Extract<Part, { type: "finish" }>;

/** A piece of the answer in the order it came, as the provider would take it back. */
type Piece = { id: string; providerOptions?: SharedV4ProviderMetadata } & (
  | { type: "text" | "reasoning"; text: string }
  | { type: "tool-call"; toolCallId: string; toolName: string; input: unknown }
);

/** An answer while it comes in. Everything it does not know of, such as sources, is let go by. */
export class Answer {
  readonly calls: ModelCall[] = [];
  end: End | null = null;
  readonly #pieces: Piece[] = [];

  constructor(private readonly onText: (delta: string) => void) {}

  take(part: Part): void {
    switch (part.type) {
      case "text-start":
      case "text-delta":
      case "text-end":
        this.#grow("text", part);
        break;
      case "reasoning-start":
      case "reasoning-delta":
      case "reasoning-end":
        this.#grow("reasoning", part);
        break;
      case "tool-call":
        this.#call(part);
        break;
      case "finish":
        this.end = part;
    }
  }

  get text(): string {
    return this.#pieces.map((piece) => (piece.type === "text" ? piece.text : "")).join("");
  }

  /** Null when the provider marked nothing: then text and calls say it all. */
  memoBy(by: string): Memo | null {
    const isMarked = ({ type, providerOptions }: Piece) =>
      type === "reasoning" || providerOptions !== undefined;
    if (!this.#pieces.some(isMarked)) return null;
    const said = this.#pieces.filter((piece) => piece.type !== "text" || piece.text.trim() !== "");
    return { by, parts: said.map(({ id: _id, ...part }) => part) };
  }

  #grow(type: "text" | "reasoning", part: { id: string; delta?: string } & Marked): void {
    const last = this.#pieces.findLast((piece) => piece.type === type && piece.id === part.id);
    const piece = last ?? { type, id: part.id, text: "" };
    if (!last) this.#pieces.push(piece);
    if (piece.type === "tool-call") return;
    mark(piece, part);
    if (part.delta === undefined || part.delta === "") return;
    piece.text += part.delta;
    if (type === "text") this.onText(part.delta);
  }

  #call(part: Extract<Part, { type: "tool-call" }>): void {
    const { toolCallId: id, toolName: name } = part;
    const given = readArguments(part.input);
    this.calls.push(
      given === null
        ? { id, name, unreadable: part.input.slice(0, SHOWN_MAX) }
        : { id, name, arguments: given },
    );
    const piece: Piece = { type: "tool-call", id, toolCallId: id, toolName: name, input: given ?? {} };
    mark(piece, part);
    this.#pieces.push(piece);
  }
}

type Marked = { providerMetadata?: SharedV4ProviderMetadata };

function mark(piece: Piece, { providerMetadata }: Marked): void {
  if (providerMetadata) piece.providerOptions = { ...piece.providerOptions, ...providerMetadata };
}

/** A tool without parameters is often called with nothing at all. Null: this is no JSON object. */
function readArguments(text: string) {
  if (text.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : value === null ? {} : null;
  } catch {
    return null;
  }
}

const SHOWN_MAX = 2_000;
