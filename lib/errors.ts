const BRAND = Symbol.for("patchbay.failure");

/**
 * Failure is the one error this app throws on purpose. Its message is written
 * for the person at the screen; anything technical travels in `cause` and is
 * only ever logged. Whatever is thrown and is not a Failure is a bug.
 */
export class Failure extends Error {
  readonly [BRAND] = true;

  constructor(
    readonly code: FailureCode,
    message: string,
    options?: FailureOptions,
  ) {
    super(message, options);
    this.name = "Failure";
    this.field = options?.field;
  }

  /** Next may load this file once for each bundle, so what a Failure is called decides and not which copy made it. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    const hasBrand = typeof value === "object" && value !== null && BRAND in value;
    // biome-ignore lint/complexity/noThisInStatic: a subclass inherits this, and is then asked about itself.
    return this === Failure ? hasBrand : Function.prototype[Symbol.hasInstance].call(this, value);
  }

  /** The form field the sentence belongs to, when it belongs to one. */
  readonly field: string | undefined;
}

type FailureOptions = ErrorOptions & { field?: string };

export type FailureCode =
  | "signed-out"
  | "forbidden"
  | "not-found"
  | "conflict"
  | "invalid"
  | "rate-limited"
  | "sign-in-required"
  | "permission-required"
  | "held"
  | "upstream"
  | "unavailable";

/** The Failure in an error or in what caused it: libraries wrap what is thrown inside them. */
export function failureIn(error: unknown): Failure | null {
  for (
    let inner = error, depth = 0;
    inner instanceof Error && depth < CAUSES_MAX;
    inner = inner.cause, depth += 1
  ) {
    if (inner instanceof Failure) return inner;
  }
  return null;
}

const CAUSES_MAX = 10;
