import { Notice } from "@/components/ui/notice";
import type { ConnectionImpact, ConnectionView } from "@/lib/connections/schema";
import { type Draft, draftOf } from "./draft";
import { nameList } from "./name-list";

type ReconnectNoticeProps = { draft: Draft; connection: ConnectionView; impact: ConnectionImpact };

/** Says what saving would cost, before it is saved. */
export function ReconnectNotice({ draft, connection, impact }: ReconnectNoticeProps) {
  const moved = whatMoves(draft, connection);
  if (moved === null) return null;
  const { signedIn } = impact;
  if (signedIn.length === 0) {
    return (
      <Notice
        meaning="neutral"
        title={`${moved} changes. Nobody is signed in, so nobody has to reconnect.`}
      />
    );
  }
  return (
    <Notice
      meaning="waiting"
      title={`${moved} changes: ${signedIn.length === 1 ? "one person" : `${signedIn.length} people`} will have to reconnect`}
    >
      {nameList(signedIn)}. A credential never goes to a place it was not entered for.
    </Notice>
  );
}

function whatMoves(draft: Draft, connection: ConnectionView): string | null {
  const before = draftOf(connection);
  if (draft.url.trim() !== before.url) return "The address";
  if (draft.authorization !== before.authorization) return "The way to sign in";
  if (draft.authorization !== "oauth") return null;
  if (draft.issuer.trim() !== before.issuer) return "The issuer";
  if (draft.ownApp !== before.ownApp) return "The OAuth client";
  return draft.ownApp && draft.clientId.trim() !== before.clientId ? "The OAuth client" : null;
}
