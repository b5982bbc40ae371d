import { Users } from "lucide-react";
import type { Metadata } from "next";
import { StateBadge } from "@/components/sign-ins/state-badge";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/page";
import { Cell, Row, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { routes } from "@/lib/routes";
import { listTeammateSignIns, ownSignIn } from "@/lib/sign-ins/queries";
import type { TeammateSignIn } from "@/lib/sign-ins/schema";
import { type ConnectionParams, managedConnection } from "../../shown-connection";

export async function generateMetadata({ params }: ConnectionParams): Promise<Metadata> {
  const { connection } = await managedConnection((await params).connectionId);
  return { title: `People of ${connection.name}` };
}

export default async function ConnectionPeoplePage({ params }: ConnectionParams) {
  const { connectionId } = await params;
  const { actor } = await managedConnection(connectionId);
  const [people, own] = await Promise.all([
    listTeammateSignIns(actor, connectionId),
    ownSignIn(actor, connectionId),
  ]);
  if (own?.shared || own?.needsCredential === false) return <NobodySignsIn shared={own.shared} />;

  const connected = people.filter(({ state }) => state === "connected").length;
  return (
    <Section
      title="People"
      sentence={`${connected} of ${people.length} connected. You see whether somebody is signed in, never with what.`}
    >
      <Table caption="Who is signed in" columns={COLUMNS}>
        {people.map((person) => (
          <PersonRow key={person.memberId} person={person} />
        ))}
      </Table>
    </Section>
  );
}

function PersonRow({ person }: { person: TeammateSignIn }) {
  return (
    <Row>
      <Cell label="">
        <span className="grid min-w-0">
          <span className="truncate font-medium">{person.name}</span>
          <span className="truncate text-meta text-ink-faint">{person.email}</span>
        </span>
      </Cell>
      <Cell label="State">
        <div className="grid justify-items-start gap-0.5">
          <StateBadge state={person.state} />
          {person.reason !== null && <p className="max-w-80 text-meta text-ink-soft">{person.reason}</p>}
        </div>
      </Cell>
      <Cell label="Since">{person.since === null ? NEVER : <Time at={person.since} />}</Cell>
      <Cell label="Last used">{person.lastUsedAt === null ? NEVER : <Time at={person.lastUsedAt} />}</Cell>
    </Row>
  );
}

function NobodySignsIn({ shared }: { shared: boolean }) {
  return (
    <EmptyState
      icon={<Users aria-hidden />}
      title="Nobody has to sign in here"
      action={
        <ButtonLink href={routes.people} variant="secondary">
          Open People
        </ButtonLink>
      }
    >
      {shared
        ? "The workspace has one sign-in that everyone shares, so there is no list of who is signed in."
        : "Everyone in the workspace can use this connection at once, so there is no list of who is signed in."}
    </EmptyState>
  );
}

const NEVER = <span className="text-ink-faint">–</span>;

const COLUMNS = [{ header: "Person" }, { header: "State" }, { header: "Since" }, { header: "Last used" }];
