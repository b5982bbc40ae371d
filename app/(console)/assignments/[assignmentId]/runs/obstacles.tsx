import type { Route } from "next";
import { SignInWarning } from "@/components/sign-ins/sign-in-warning";
import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { Actor } from "@/lib/access/actor";
import { allows } from "@/lib/access/policy";
import type { AssignmentView } from "@/lib/assignments/schema";
import { routes } from "@/lib/routes";
import type { Obstacle } from "@/lib/runs/schema";
import { HeldTools } from "./held-tools";

type ObstaclesProps = {
  actor: Actor;
  assignment: AssignmentView;
  obstacles: readonly Obstacle[];
  /** Where a sign-in leads back to. */
  returnTo: Route;
};

/** What would fail now, each with the button that mends it. */
export function Obstacles({ actor, assignment, obstacles, returnTo }: ObstaclesProps) {
  const tools = obstacles.filter((obstacle) => obstacle.kind === "tool");
  const others = obstacles.filter((obstacle) => obstacle.kind !== "tool");
  return (
    <>
      {others.map((obstacle) => (
        <ObstacleNotice
          key={obstacle.kind === "sign-in" ? obstacle.signIn.connectionId : obstacle.kind}
          actor={actor}
          assignment={assignment}
          obstacle={obstacle}
          returnTo={returnTo}
        />
      ))}
      {Object.values(Object.groupBy(tools, ({ connectionId }) => connectionId)).map((held = []) => (
        <HeldTools
          key={held[0]?.connectionId}
          held={held}
          assignment={assignment}
          mayReview={allows(actor.role, "connections.manage")}
        />
      ))}
    </>
  );
}

type ObstacleProps = {
  actor: Actor;
  assignment: AssignmentView;
  obstacle: Exclude<Obstacle, { kind: "tool" }>;
  returnTo: Route;
};

function ObstacleNotice({ actor, assignment, obstacle, returnTo }: ObstacleProps) {
  switch (obstacle.kind) {
    case "no-model":
      return <NoModel mayManage={allows(actor.role, "model.manage")} />;
    case "no-tools":
      return <NoTools assignment={assignment} />;
    case "sign-in":
      return (
        <SignInWarning
          connectionId={obstacle.signIn.connectionId}
          connection={obstacle.signIn.connectionName}
          signIn={obstacle.signIn}
          returnTo={returnTo}
        />
      );
  }
}

function NoModel({ mayManage }: { mayManage: boolean }) {
  return (
    <Notice
      meaning="waiting"
      title="There is no model to work through it yet."
      action={
        mayManage && (
          <ButtonLink href={routes.settings} variant="secondary">
            Choose a model
          </ButtonLink>
        )
      }
    >
      {mayManage
        ? "Anthropic, OpenAI, or any server that speaks the OpenAI protocol."
        : "An admin can choose one in Settings."}
    </Notice>
  );
}

function NoTools({ assignment: { id, editable } }: { assignment: AssignmentView }) {
  return (
    <Notice
      meaning="waiting"
      title="No tools are picked, so the model can only answer in words."
      action={
        editable && (
          <ButtonLink href={routes.assignmentSetup(id)} variant="secondary">
            Pick tools
          </ButtonLink>
        )
      }
    />
  );
}
