import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Mono } from "@/components/ui/code";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Cell, Row, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { TokenView } from "@/lib/endpoint/schema";
import { revokeTokenAction } from "../../actions";

type TokenTableProps = { assignmentId: string; tokens: readonly TokenView[] };

const columns = [
  { header: "Name" },
  { header: "Ends in" },
  { header: "Made" },
  { header: "Last used" },
  { header: "Expires" },
  { header: "" },
];

export function TokenTable({ assignmentId, tokens }: TokenTableProps) {
  return (
    <Table caption="Your personal tokens" columns={columns}>
      {tokens.map((token) => (
        <Row key={token.id}>
          <Cell label="">
            <span className="font-medium [overflow-wrap:anywhere]">{token.name}</span>
          </Cell>
          <Cell label="Ends in">
            <Mono>…{token.tail}</Mono>
          </Cell>
          <Cell label="Made">
            <Time at={token.createdAt} />
          </Cell>
          <Cell label="Last used">{token.lastUsedAt ? <Time at={token.lastUsedAt} /> : "Never"}</Cell>
          <Cell label="Expires">
            <Expiry token={token} />
          </Cell>
          <Cell label="" align="end">
            <ConfirmDialog
              trigger={<Button variant="quiet">Revoke</Button>}
              title={`Revoke ${token.name}?`}
              losses="Whatever still holds it is refused from its next request on."
              verb="Revoke token"
              action={revokeTokenAction}
              fields={{ assignmentId, tokenId: token.id }}
            />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function Expiry({ token }: { token: TokenView }) {
  if (token.expired) return <Badge meaning="broken">Expired</Badge>;
  if (!token.expiresAt) return "Never";
  return (
    <time dateTime={token.expiresAt.toISOString()} className="whitespace-nowrap">
      {DAY.format(token.expiresAt)}
    </time>
  );
}

const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" });
