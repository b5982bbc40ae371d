import "server-only";
import { isOwnOrigin } from "@/lib/session/origin";

/** Whether a form of this console was sent. Decided before a byte of the body is read, and its few fields need few. */
export function isOwnForm(headers: Headers): boolean {
  return (
    isOwnOrigin(headers) &&
    Number(headers.get("content-length") ?? Number.POSITIVE_INFINITY) <= BODY_BYTES_MAX
  );
}

const BODY_BYTES_MAX = 16_384;
