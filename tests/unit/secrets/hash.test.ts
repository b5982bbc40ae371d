import { expect, test } from "vitest";
import { hashToken, looksLikeToken, newToken } from "@/lib/secrets/hash";

test("a token is known by its prefix and checksum, and no two are alike", () => {
  const tokens = Array.from({ length: 1000 }, () => newToken("pat_"));

  expect(new Set(tokens).size).toBe(1000);
  for (const token of tokens) {
    expect(token).toMatch(/^pat_[0-9A-Za-z]{49}$/);
    expect(looksLikeToken(token, "pat_")).toBe(true);
  }
});

test("a token with one character mistyped, cut short or of another kind is not taken for one", () => {
  const token = newToken("pat_");
  for (let at = 0; at < token.length; at++) {
    const changed = token.slice(0, at) + (token[at] === "x" ? "y" : "x") + token.slice(at + 1);
    expect(looksLikeToken(changed, "pat_")).toBe(false);
  }

  const others = ["", "pat_", token.slice(0, -1), `${token}0`, token.slice(4), newToken("inv_"), `${token} `];
  for (const other of others) expect(looksLikeToken(other, "pat_")).toBe(false);
});

test("what is stored is SHA-256 and does not hold the token", () => {
  expect(hashToken("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});
