import { expect, test } from "vitest";
import { sentences } from "@/lib/oauth/sentences";

const said = Object.entries(sentences).map(([name, sentence]): [string, string] => [
  name,
  typeof sentence === "string" ? sentence : sentence("as.example.com", "It answered with status 503."),
]);

test.each(said)("%s says whose side it is on and what to do next", (_name, sentence) => {
  expect(sentence).toMatch(/^You did|\b(?:server|provider)\b/);
  expect(sentence).toMatch(NEXT);
  expect(sentence).toMatch(/^[^<>{}]{30,260}\.$/);
});

/** Something a person, an admin or whoever runs it can do. */
const NEXT =
  /\b(?:[Ss]tart|[Ss]ign in again|[Tt]ry again|[Rr]egister|[Ee]nter|Check|Choose|[Aa]n admin can|has to|can end it)\b/;
