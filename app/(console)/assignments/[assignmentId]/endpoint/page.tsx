import { KeyRound } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ButtonLink } from "@/components/ui/button";
import { CopyLine } from "@/components/ui/code";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/page";
import { findAssignment } from "@/lib/assignments/queries";
import { listEndpointTools, listOwnTokens } from "@/lib/endpoint/queries";
import { env } from "@/lib/env";
import { routes } from "@/lib/routes";
import { preFlight } from "@/lib/runs/pre-flight";
import { requireActor } from "@/lib/session/current";
import { AssignmentFrame } from "../assignment-frame";
import { Obstacles } from "../runs/obstacles";
import { NewToken } from "./new-token";
import { SnippetPicker } from "./snippet-picker";
import { snippetsFor } from "./snippets";
import { TokenTable } from "./token-table";
import { ToolNames } from "./tool-names";

export const metadata: Metadata = { title: "Endpoint" };

type EndpointPageProps = { params: Promise<{ assignmentId: string }> };

export default async function EndpointPage({ params }: EndpointPageProps) {
  const actor = await requireActor();
  const assignment = await findAssignment(actor, (await params).assignmentId);
  if (!assignment) notFound();
  const [tokens, tools, obstacles] = await Promise.all([
    listOwnTokens(actor, assignment.id),
    listEndpointTools(actor, assignment.id),
    preFlight(actor, assignment.id),
  ]);
  const url = `${env.PATCHBAY_URL}${routes.endpoint(assignment.id)}`;
  return (
    <AssignmentFrame assignment={assignment} width="reading">
      {assignment.picks === 0 && (
        <Notice
          meaning="waiting"
          title="No tools are picked yet, so the endpoint offers none."
          action={
            assignment.editable && (
              <ButtonLink href={routes.assignmentSetup(assignment.id)} variant="secondary">
                Pick tools
              </ButtonLink>
            )
          }
        />
      )}
      <Obstacles
        actor={actor}
        assignment={assignment}
        obstacles={obstacles.filter(({ kind }) => kind === "sign-in" || kind === "tool")}
        returnTo={routes.assignmentEndpoint(assignment.id)}
      />
      <Section title="Address" sentence="An MCP server that offers this assignment's tools to other hosts.">
        <CopyLine label="address" text={url} />
      </Section>
      <Section
        title="Your personal tokens"
        sentence="A host proves with a token that it calls as you. Nobody else sees yours."
        // In one place whether there are tokens or none: the first one is still on show when the list comes.
        action={<NewToken assignment={{ id: assignment.id, name: assignment.name }} url={url} />}
      >
        {tokens.length > 0 ? (
          <TokenTable assignmentId={assignment.id} tokens={tokens} />
        ) : (
          <EmptyState icon={<KeyRound aria-hidden />} title="No token yet">
            Make one for each place you call from, so that you can revoke it alone.
          </EmptyState>
        )}
      </Section>
      <ToolNames tools={tools} />
      <Section title="Use it from">
        <SnippetPicker snippets={snippetsFor(assignment.name, url)} />
      </Section>
    </AssignmentFrame>
  );
}
