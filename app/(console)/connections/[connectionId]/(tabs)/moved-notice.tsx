import { Button, ButtonLink } from "@/components/ui/button";
import { Mono } from "@/components/ui/code";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Notice } from "@/components/ui/notice";
import { Cell, Row, Table } from "@/components/ui/table";
import type { ClientView, MovedTo } from "@/lib/connections/schema";
import { routes } from "@/lib/routes";
import { confirmServerAction } from "../../actions";

type MovedNoticeProps = {
  connectionId: string;
  client: Pick<ClientView, "registration">;
  moved: MovedTo;
  mayConfirm: boolean;
};

/** The sign-in server an admin agreed to beside the one the connection's server names now. */
export function MovedNotice({ connectionId, client, moved, mayConfirm }: MovedNoticeProps) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <Notice
        meaning="held"
        title="The sign-in server changed, and an admin has to confirm it"
        action={
          mayConfirm ? <Confirm connectionId={connectionId} client={client} moved={moved} /> : undefined
        }
      >
        Whoever takes a server over would do the same. Nothing was sent to the new one. Sign-ins that exist go
        on with the one before; nobody can make another until this is confirmed.
      </Notice>
      <Table caption="The sign-in server before and now" columns={COLUMNS}>
        {LINES.map(({ label, name }) => (
          <Row key={name}>
            <Cell label="">{label}</Cell>
            <Cell label="Before">
              <Mono>{moved.from[name] ?? "None"}</Mono>
            </Cell>
            <Cell label="Now">
              {moved.from[name] === moved.to[name] ? (
                <span className="text-ink-faint">The same</span>
              ) : (
                <strong className="font-semibold text-held">
                  <Mono>{moved.to[name] ?? "None"}</Mono>
                </strong>
              )}
            </Cell>
          </Row>
        ))}
      </Table>
    </div>
  );
}

function Confirm({ connectionId, client, moved }: Omit<MovedNoticeProps, "mayConfirm">) {
  if (client.registration === "manual") {
    return (
      <ButtonLink href={routes.connectionSettings(connectionId)} variant="secondary">
        Enter the app for it
      </ButtonLink>
    );
  }
  return (
    <ConfirmDialog
      trigger={<Button variant="secondary">Confirm new sign-in server</Button>}
      title="Confirm the new sign-in server?"
      losses={`From now on people consent at ${moved.to.issuer}. Everyone who is signed in has to sign in again; their tokens are revoked at the server before.`}
      verb="Confirm new sign-in server"
      action={confirmServerAction}
      fields={{ connectionId, mark: moved.mark }}
    />
  );
}

const COLUMNS = [{ header: "" }, { header: "Before" }, { header: "Now" }];

const LINES = [
  { label: "Issuer", name: "issuer" },
  { label: "Sign-in page", name: "authorizationEndpoint" },
  { label: "Tokens", name: "tokenEndpoint" },
  { label: "Revocation", name: "revocationEndpoint" },
] as const;
