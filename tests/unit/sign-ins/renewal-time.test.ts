import { expect, test } from "vitest";
import { toStoredTokens } from "@/lib/sign-ins/credential";

test.each([
  [86_400, 69_120],
  [3_600, 2_880],
  [300, 240],
  [200, 140],
  [120, 60],
  [60, 30],
  [2, 1],
])("a token of %i seconds is renewed after %i", (life, after) => {
  const expiresAt = new Date(life * 1_000);
  const { renewAt } = toStoredTokens({ clientId: "c", accessToken: "a", refreshToken: null, expiresAt }, 0);
  expect(renewAt).toBe(after * 1_000);
});

test("a token that says nothing of its end is not renewed before it is refused", () => {
  expect(
    toStoredTokens({ clientId: "c", accessToken: "a", refreshToken: null, expiresAt: null }, 0).renewAt,
  ).toBeNull();
});
