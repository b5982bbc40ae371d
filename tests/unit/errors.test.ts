import { expect, test, vi } from "vitest";
import { EgressFailure } from "@/lib/egress/failure";
import { Failure, failureIn } from "@/lib/errors";

test("a Failure made by another copy of this module is still a Failure, and of no kind it is not", async () => {
  vi.resetModules();
  const other = await import("@/lib/errors");
  const foreign = new other.Failure("held", "Held.");
  expect(other.Failure).not.toBe(Failure);
  expect(foreign instanceof Failure).toBe(true);
  expect(foreign instanceof EgressFailure).toBe(false);
  expect(new EgressFailure("dns", "No.") instanceof Failure).toBe(true);
});

test("a bug is no Failure, and a wrapped Failure is found", () => {
  expect(new Error("bug") instanceof Failure).toBe(false);
  const failure = new Failure("held", "Held.");
  expect(failureIn(new Error("outer", { cause: new Error("inner", { cause: failure }) }))).toBe(failure);
});
