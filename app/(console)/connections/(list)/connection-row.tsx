import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { lazy, Suspense, useState } from "react";
import { methodLabels } from "@/components/connections/authorization-words";
import { ConnectionName } from "@/components/connections/connection-name";
import { SignInButton } from "@/components/sign-ins/sign-in-button";
import { StateBadge } from "@/components/sign-ins/state-badge";
import { Badge } from "@/components/ui/badge";
import { IconButton } from "@/components/ui/icon-button";
import { Cell, MenuCell, Row } from "@/components/ui/table";
import { routes } from "@/lib/routes";
import type { SignInView } from "@/lib/sign-ins/schema";

/** What one line of the list says. `people` is for who may know it, where anybody signs in at all. */
export type ListedConnection = {
  signIn: SignInView;
  tools: { usable: number; held: number } | null;
  people: string | null;
};

export type ConnectionRowProps = { connection: ListedConnection; mayManage: boolean };

export function ConnectionRow({ connection: { signIn, tools, people }, mayManage }: ConnectionRowProps) {
  const id = signIn.connectionId;
  return (
    <Row>
      <Cell label="">
        <ConnectionName id={signIn.connectionId} name={signIn.connectionName} host={signIn.host} />
      </Cell>
      <Cell label="Sign-in method">{methodLabels[signIn.method]}</Cell>
      <Cell label="Your state">
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1" title={signIn.reason ?? undefined}>
          <StateBadge state={signIn.state} />
          <SignInButton signIn={signIn} variant="secondary" />
        </span>
      </Cell>
      <Cell label="Tools">
        <span className="flex items-center gap-2 tabular-nums">
          {tools === null ? <span className="text-ink-faint">Not listed</span> : tools.usable}
          {tools !== null && tools.held > 0 && (
            <Link href={routes.connectionChanges(id)} className="rounded-control">
              <Badge meaning="held">{tools.held} changed</Badge>
            </Link>
          )}
        </span>
      </Cell>
      {mayManage && <Cell label="People">{people ?? <span className="text-ink-faint">–</span>}</Cell>}
      <MenuCell>
        <RowMenu connection={{ signIn, tools, people }} mayManage={mayManage} />
      </MenuCell>
    </Row>
  );
}

/** Two hundred rows, and the menu of hardly any is opened: what it needs is fetched with the first. */
function RowMenu(props: ConnectionRowProps) {
  const [isWanted, setWanted] = useState(false);
  const closed = (
    <IconButton
      label={`More about ${props.connection.signIn.connectionName}`}
      icon={<Ellipsis aria-hidden />}
      aria-haspopup="menu"
      onClick={() => setWanted(true)}
    />
  );
  if (!isWanted) return closed;
  return (
    <Suspense fallback={closed}>
      <OpenRowMenu {...props} />
    </Suspense>
  );
}

const OpenRowMenu = lazy(() => import("./row-menu"));
