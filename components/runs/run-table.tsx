import Link from "next/link";
import { Cell, Row, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { routes } from "@/lib/routes";
import type { RunView } from "@/lib/runs/schema";
import { RunBadge } from "./run-badge";

const COLUMNS = [{ header: "Run" }, { header: "As" }, { header: "State" }, { header: "Started" }];

export function RunTable({ runs }: { runs: readonly RunView[] }) {
  return (
    <Table caption="Runs" columns={COLUMNS}>
      {runs.map((run) => (
        <Row key={run.id}>
          <Cell label="">
            <Link
              href={routes.run(run.id)}
              className="rounded-control text-body font-medium [overflow-wrap:anywhere] hover:underline"
            >
              {run.assignment}
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
