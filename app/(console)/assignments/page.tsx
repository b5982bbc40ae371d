import { ListChecks, Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Page, PageHeader } from "@/components/ui/page";
import { Cell, Row, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { allows } from "@/lib/access/policy";
import { listAssignments } from "@/lib/assignments/queries";
import type { AssignmentView } from "@/lib/assignments/schema";
import { routes } from "@/lib/routes";
import { requireActor } from "@/lib/session/current";

export const metadata: Metadata = { title: "Assignments" };

export default async function AssignmentsPage() {
  const actor = await requireActor();
  const assignments = await listAssignments(actor);
  const mayCreate = allows(actor.role, "assignments.create");
  const create = mayCreate && (
    <ButtonLink href={routes.newAssignment} variant="primary" icon={<Plus aria-hidden />}>
      New assignment
    </ButtonLink>
  );
  return (
    <Page width="reading">
      <PageHeader
        title="Assignments"
        sentence="A piece of work: instructions, and the tools it may use."
        action={assignments.length > 0 && create}
      />
      {assignments.length > 0 ? (
        <AssignmentTable assignments={assignments} />
      ) : (
        <EmptyState icon={<ListChecks aria-hidden />} title="No assignments yet" action={create}>
          An assignment says what is to be done and picks tools from your connections. It is then called from
          Claude, Cursor or VS Code, always as the person who calls.
          {!mayCreate && " Ask an author or an admin to make the first one."}
        </EmptyState>
      )}
    </Page>
  );
}

function AssignmentTable({ assignments }: { assignments: AssignmentView[] }) {
  const columns = [
    { header: "Name" },
    { header: "Author" },
    { header: "Tools", align: "end" as const },
    { header: "Changed" },
  ];
  return (
    <Table caption="Assignments" columns={columns}>
      {assignments.map((assignment) => (
        <Row key={assignment.id}>
          <Cell label="">
            <Link
              href={routes.assignment(assignment.id)}
              className="rounded-control text-body font-medium [overflow-wrap:anywhere] hover:underline"
            >
              {assignment.name}
            </Link>
          </Cell>
          <Cell label="Author">{assignment.author ?? "Left the team"}</Cell>
          <Cell label="Tools" align="end">
            {assignment.picks}
          </Cell>
          <Cell label="Changed">
            <Time at={assignment.updatedAt} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
