import { expect, test } from "vitest";
import { logInAddress, ownPath } from "@/lib/session/return-to";

test.each(["/", "/connections", "/connections/a?tab=tools", "/a//b", "/%2F%2Fevil.example"])(
  "%s is a page of ours",
  (path) => expect(ownPath(path)).toBe(path),
);

test.each([
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "https://evil.example",
  "https:evil.example",
  "javascript:alert(1)",
  " /people",
  "/.//evil.example",
  "/..//evil.example",
  "people",
  "",
  null,
  undefined,
])("%j leads home", (asked) => expect(ownPath(asked)).toBe("/"));

test("a fragment is not carried along", () => {
  expect(ownPath("/people#x")).toBe("/people");
});

test("the log-in page remembers where one was going, as a path", () => {
  expect(logInAddress("/people?a=b&c=d")).toBe("/login?returnTo=%2Fpeople%3Fa%3Db%26c%3Dd");
  expect(logInAddress("//evil.example")).toBe("/login");
  expect(logInAddress(null)).toBe("/login");
});
