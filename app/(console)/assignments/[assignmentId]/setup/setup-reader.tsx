import { ListChecks } from "lucide-react";
import { Instructions } from "@/components/assignments/instructions";
import { Mono } from "@/components/ui/code";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/page";
import { Cell, Row, Table } from "@/components/ui/table";
import type { Setup, SetupGroup } from "@/lib/assignments/schema";
import { problemWords } from "@/lib/assignments/sentences";
import { lacksSignIn, pickProblem } from "@/lib/assignments/state";
import { SignInWarning } from "./sign-in-warning";

/** Setup for those who may look at it and call its tools, but not change it. */
export function SetupReader({ setup: { assignment, groups } }: { setup: Setup }) {
  const picked = groups
    .map((group) => ({ ...group, tools: group.tools.filter((tool) => tool.pick !== null) }))
    .filter(({ tools }) => tools.length > 0);
  return (
    <>
      <Section title="Instructions">
        <Instructions text={assignment.instructions || "No instructions yet."} />
      </Section>
      {picked.length === 0 && (
        <EmptyState icon={<ListChecks aria-hidden />} title="No tools are picked">
          {assignment.author ?? "An admin"} can pick them here.
        </EmptyState>
      )}
      {picked.map((group) => (
        <Section key={group.connectionId} title={group.name}>
          {lacksSignIn(group) && <SignInWarning group={group} assignmentId={assignment.id} />}
          <PickTable group={group} />
        </Section>
      ))}
    </>
  );
}

function PickTable({ group }: { group: SetupGroup }) {
  const columns = [{ header: "Tool" }, { header: "When it is called" }, { header: "Problem" }];
  return (
    <Table caption={`Tools of ${group.name}`} columns={columns}>
      {group.tools.map((tool) => {
        const problem = tool.pick && pickProblem(tool, tool.pick);
        return (
          <Row key={tool.id}>
            <Cell label="">
              <Mono>{tool.name}</Mono>
            </Cell>
            <Cell label="When it is called">{tool.pick?.mode === "ask" ? "Ask" : "Allow"}</Cell>
            <Cell label="Problem">{problem ? problemWords[problem] : "None"}</Cell>
          </Row>
        );
      })}
    </Table>
  );
}
