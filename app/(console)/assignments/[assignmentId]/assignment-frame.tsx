import type { ReactNode } from "react";
import { Page, PageHeader } from "@/components/ui/page";
import { Tabs } from "@/components/ui/tabs";
import type { AssignmentView } from "@/lib/assignments/schema";
import { routes } from "@/lib/routes";

type AssignmentFrameProps = {
  assignment: AssignmentView;
  width: "reading" | "full";
  action?: ReactNode;
  children: ReactNode;
};

/** What the pages of one assignment share: its name and the way between them. */
export function AssignmentFrame({ assignment, width, action, children }: AssignmentFrameProps) {
  const { id, name, author, picks } = assignment;
  return (
    <Page width={width}>
      <PageHeader
        title={name}
        sentence={author ? `By ${author}` : "Its author has left the team"}
        crumbs={[{ label: "Assignments", href: routes.assignments }]}
        action={action}
      />
      <Tabs
        label={name}
        tabs={[
          { href: routes.assignment(id), label: "Overview" },
          { href: routes.assignmentSetup(id), label: "Setup", note: String(picks) },
          { href: routes.assignmentRuns(id), label: "Runs" },
          { href: routes.assignmentEndpoint(id), label: "Endpoint" },
        ]}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">{children}</div>
    </Page>
  );
}
