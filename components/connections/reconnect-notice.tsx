import { Notice } from "@/components/ui/notice";
import { type Moved, whatMoves } from "@/lib/connections/policy";
import type { ConnectionImpact, ConnectionView } from "@/lib/connections/schema";
import { type Draft, placeOf, storedPlace } from "./draft";
import { peopleWords, usedByWords } from "./impact-words";
import { nameList } from "./name-list";

type ReconnectNoticeProps = {
  draft: Draft;
  connection: ConnectionView;
  allow: readonly string[];
  impact: ConnectionImpact;
};

/** Says what saving would cost, before it is saved. */
export function ReconnectNotice({ draft, connection, allow, impact }: ReconnectNoticeProps) {
  const moved = whatMoves(storedPlace(connection), placeOf(draft, allow));
  if (moved === null) return null;
  const { signedIn, assignments } = impact;
  if (signedIn.length === 0) {
    return (
      <Notice meaning="neutral" title={`${MOVES[moved]}. Nobody is signed in, so nobody has to reconnect.`} />
    );
  }
  return (
    <Notice meaning="waiting" title={`${MOVES[moved]}: ${peopleWords(signedIn)} will have to reconnect`}>
      {nameList(signedIn)}. {usedByWords(assignments)} A credential never goes to a place it was not entered
      for.
    </Notice>
  );
}

const MOVES: Record<Moved, string> = {
  address: "The address changes",
  method: "The way to sign in changes",
  headers: "Each teammate is asked for another header",
  issuer: "The issuer changes",
  client: "The OAuth app changes",
};
