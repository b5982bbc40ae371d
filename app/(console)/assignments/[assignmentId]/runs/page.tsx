import { Play } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { RunTable } from "@/components/runs/run-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/page";
import { findAssignment } from "@/lib/assignments/queries";
import { routes } from "@/lib/routes";
import { preFlight } from "@/lib/runs/pre-flight";
import { listRuns, listSchedules } from "@/lib/runs/queries";
import { requireActor } from "@/lib/session/current";
import { AssignmentFrame } from "../assignment-frame";
import { Obstacles } from "./obstacles";
import { NewSchedule } from "./schedule-dialogs";
import { ScheduleList } from "./schedule-list";
import { StartRun } from "./start-run";

export const metadata: Metadata = { title: "Runs" };

export default async function AssignmentRunsPage({ params }: { params: Promise<{ assignmentId: string }> }) {
  const actor = await requireActor();
  const assignment = await findAssignment(actor, (await params).assignmentId);
  if (!assignment) notFound();
  const [obstacles, schedules, runs] = await Promise.all([
    preFlight(actor, assignment.id),
    listSchedules(actor, assignment.id),
    listRuns(actor, { assignmentId: assignment.id }),
  ]);
  const missing = obstacles.flatMap((obstacle) => (obstacle.kind === "sign-in" ? [obstacle.signIn] : []));
  const canStart = !obstacles.some(({ stops }) => stops);
  return (
    <AssignmentFrame assignment={assignment} width="reading">
      <Section
        title="Run it"
        sentence="A model works through the assignment with its tools, as you: with your sign-ins, and the workspace's where everyone shares one."
      >
        <Obstacles
          actor={actor}
          assignment={assignment}
          obstacles={obstacles}
          returnTo={routes.assignmentRuns(assignment.id)}
        />
        {canStart && (
          <div className={obstacles.length > 0 ? "pt-3" : ""}>
            <StartRun assignmentId={assignment.id} />
          </div>
        )}
      </Section>
      <Section title="Schedules" action={<NewSchedule assignmentId={assignment.id} timeZones={timeZones} />}>
        <ScheduleList actor={actor} schedules={schedules} timeZones={timeZones} missing={missing} />
      </Section>
      <Section title="Runs so far">
        {runs.length > 0 ? (
          <RunTable runs={runs} lead="time" />
        ) : (
          <EmptyState icon={<Play aria-hidden />} title="No runs yet">
            Each run leaves a transcript here that everybody in the workspace can read.
          </EmptyState>
        )}
      </Section>
    </AssignmentFrame>
  );
}

const timeZones = ["UTC", ...Intl.supportedValuesOf("timeZone")];
