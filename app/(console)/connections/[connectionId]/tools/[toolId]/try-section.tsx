import { SignInButton } from "@/components/sign-ins/sign-in-button";
import { TryIt } from "@/components/tools/try-it";
import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/page";
import { routes } from "@/lib/routes";
import type { SignInView } from "@/lib/sign-ins/schema";
import { canCall } from "@/lib/sign-ins/state";
import type { ToolStatus, ToolView } from "@/lib/tools/schema";
import { answerToolAction, tryToolAction } from "../actions";

type TrySectionProps = { tool: ToolView; signIn: SignInView | null; mayReview: boolean };

/** The form to call the tool with, or what has to be done before it can be called. */
export function TrySection(props: TrySectionProps) {
  return (
    <Section
      title="Try it"
      sentence={
        props.signIn?.shared
          ? "A real call, made as the workspace, with the sign-in that everyone shares."
          : "A real call, made as you, with your own sign-in."
      }
    >
      <Trial {...props} />
    </Section>
  );
}

function Trial({ tool, signIn, mayReview }: TrySectionProps) {
  if (tool.status !== "ready") return <Held tool={tool} mayReview={mayReview} />;
  if (signIn?.shared && !canCall(signIn)) {
    return (
      <Notice
        meaning="waiting"
        title={`An admin has to sign the workspace in to ${signIn.connectionName} first`}
        action={
          <ButtonLink href={routes.connection(tool.connectionId)} variant="secondary">
            Open connection
          </ButtonLink>
        }
      >
        {signIn.reason ?? "A call is made as the workspace, which has no access yet."}
      </Notice>
    );
  }
  if (signIn !== null && !canCall(signIn)) {
    return (
      <Notice
        meaning="waiting"
        title={`Sign in to ${signIn.connectionName} first`}
        action={<SignInButton signIn={signIn} variant="secondary" />}
      >
        {signIn.reason ?? "A call is made with your own credential, and you have none here yet."}
      </Notice>
    );
  }
  return (
    <TryIt
      toolId={tool.id}
      toolName={tool.name}
      inputSchema={tool.inputSchema}
      destroys={tool.hints.destroys}
      call={tryToolAction}
      answer={answerToolAction}
    />
  );
}

function Held({ tool, mayReview }: Pick<TrySectionProps, "tool" | "mayReview">) {
  const isReviewable = mayReview && tool.status !== "unusable";
  return (
    <Notice
      meaning={tool.status === "unusable" ? "broken" : "held"}
      title={WHY[tool.status]}
      action={
        isReviewable ? (
          <ButtonLink href={routes.connectionChanges(tool.connectionId)} variant="secondary">
            Review changes
          </ButtonLink>
        ) : undefined
      }
    >
      {tool.reason ?? "It can't be called until an admin has reviewed it."}
    </Notice>
  );
}

const WHY: Record<ToolStatus, string> = {
  ready: "",
  new: "The server offers this tool since the last review",
  changed: "The server changed this tool",
  gone: "The server no longer offers this tool",
  unusable: "The definition of this tool can't be used",
};
