import { Trash2 } from "lucide-react";
import { Menu, MenuConfirm } from "@/components/ui/menu";
import { Monogram } from "@/components/ui/monogram";
import { Cell, MenuCell, Row, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Actor } from "@/lib/access/actor";
import type { PersonView } from "@/lib/workspace/schema";
import { roleWords } from "@/lib/workspace/sentences";
import { removeMemberAction } from "./actions";
import { RoleSelect } from "./role-select";
import { rolesFor } from "./roles-for";

const COLUMNS = [{ header: "Name" }, { header: "Role" }, { header: "Joined" }, { header: "" }] as const;

export function PeopleTable({ actor, people }: { actor: Actor; people: readonly PersonView[] }) {
  const choices = rolesFor(actor.role);
  return (
    <Table caption="People" columns={COLUMNS}>
      {people.map((person) => {
        const isMe = person.id === actor.id;
        const mayChange = !isMe && choices.includes(person.role);
        return (
          <Row key={person.id}>
            <Cell label="">
              <NameOf person={person} note={isMe ? "you" : null} />
            </Cell>
            <Cell label="Role">
              {mayChange ? <RoleSelect person={person} choices={choices} /> : roleWords[person.role].label}
            </Cell>
            <Cell label="Joined">
              <Time at={person.joinedAt} />
            </Cell>
            <MenuCell>{mayChange && <PersonMenu person={person} />}</MenuCell>
          </Row>
        );
      })}
    </Table>
  );
}

function NameOf({ person, note }: { person: PersonView; note: string | null }) {
  return (
    <div className="flex items-center gap-3">
      <Monogram name={person.name} />
      <div className="grid min-w-0">
        <span className="truncate text-body font-medium">
          {person.name}
          {note !== null && <span className="font-normal text-ink-faint"> ({note})</span>}
        </span>
        <span className="truncate text-ink-faint">{person.email}</span>
      </div>
    </div>
  );
}

function PersonMenu({ person }: { person: PersonView }) {
  return (
    <Menu label={`More about ${person.name}`} opens="when asked">
      <MenuConfirm
        icon={<Trash2 aria-hidden />}
        title={`Remove ${person.name}?`}
        losses={<Losses person={person} />}
        verb={`Remove ${person.name}`}
        action={removeMemberAction}
        fields={{ memberId: person.id }}
      >
        Remove…
      </MenuConfirm>
    </Menu>
  );
}

function Losses({ person }: { person: PersonView }) {
  const { signIns, tokens } = person.holds ?? { signIns: 0, tokens: 0 };
  return (
    <>
      {person.email} is logged out everywhere at once and can't log in again. What they hold is deleted:{" "}
      {signIns === 1 ? "1 sign-in" : `${signIns} sign-ins`}, revoked at the provider where possible, and{" "}
      {tokens === 1 ? "1 endpoint token" : `${tokens} endpoint tokens`}. Their assignments stay.
    </>
  );
}
