import { Route } from "lucide-react";
import type { Metadata } from "next";
import { CardList } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/page";
import { listTraces } from "@/lib/connections/queries";
import { type ConnectionParams, managedConnection } from "../../shown-connection";
import { TraceRow } from "./trace-row";

export async function generateMetadata({ params }: ConnectionParams): Promise<Metadata> {
  const { connection } = await managedConnection((await params).connectionId);
  return { title: `Sign-in trace of ${connection.name}` };
}

export default async function ConnectionTracePage({ params }: ConnectionParams) {
  const { connectionId } = await params;
  const { actor } = await managedConnection(connectionId);
  const traces = await listTraces(actor, connectionId);
  if (traces.length === 0) return <NothingYet />;
  return (
    <Section
      title="Sign-in trace"
      sentence="What happened between this console and the provider, newest first. Open a line to see its steps. No token or secret is kept here."
    >
      <CardList>
        {traces.map((trace) => (
          <TraceRow key={trace.id} trace={trace} />
        ))}
      </CardList>
    </Section>
  );
}

function NothingYet() {
  return (
    <EmptyState icon={<Route aria-hidden />} title="Nobody has signed in lately">
      Each time this console talks to the provider about a sign-in, it leaves a line here for thirty days.
    </EmptyState>
  );
}
