import Link from "next/link";
import { Cell, Row, Table } from "@/components/ui/table";
import { DayAndTime, Time } from "@/components/ui/time";
import { routes } from "@/lib/routes";
import type { RunView } from "@/lib/runs/schema";
import { RunBadge } from "./run-badge";

type RunTableProps = {
  runs: readonly RunView[];
  /** What tells one run from another: its assignment, or its time where all are of one assignment. */
  lead: "assignment" | "time";
};

export function RunTable({ runs, lead }: RunTableProps) {
  return (
    <Table caption="Runs" columns={COLUMNS}>
      {runs.map((run) => (
        <Row key={run.id}>
          <Cell label="">
            <Link
              href={routes.run(run.id)}
              className="rounded-control text-body font-medium [overflow-wrap:anywhere] hover:underline"
            >
              {lead === "assignment" ? run.assignment : <DayAndTime at={run.createdAt} />}
            </Link>
          </Cell>
          <Cell label="As">{run.own ? "You" : run.person}</Cell>
          <Cell label="State">
            <RunBadge status={run.status} />
          </Cell>
          <Cell label="Started">
            <Time at={run.createdAt} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

const COLUMNS = [{ header: "Run" }, { header: "As" }, { header: "State" }, { header: "Started" }];
