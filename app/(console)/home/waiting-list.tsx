import { oneLine } from "@/components/runs/one-line";
import { SignInButton } from "@/components/sign-ins/sign-in-button";
import { StateBadge } from "@/components/sign-ins/state-badge";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { CardList } from "@/components/ui/card";
import { Section } from "@/components/ui/page";
import { Time } from "@/components/ui/time";
import { visible } from "@/components/ui/visible";
import { routes } from "@/lib/routes";
import type { ApprovalView } from "@/lib/runs/schema";
import type { SignInView } from "@/lib/sign-ins/schema";
import { DismissAll, NewsRow } from "./news-row";
import type { HeldTools, Mend, Waiting } from "./waiting";
import { WaitingRow } from "./waiting-row";

export function WaitingList({ waiting }: { waiting: Waiting }) {
  const { toApprove, toRenew, toMend, toReview, news } = waiting;
  return (
    <Section title="Waiting for you" action={news.length > 1 ? <DismissAll news={news} /> : undefined}>
      <CardList>
        {toApprove.map((approval) => (
          <ApproveRow key={approval.id} {...approval} />
        ))}
        {toRenew.map((signIn) => (
          <RenewRow key={signIn.connectionId} signIn={signIn} />
        ))}
        {toMend.map((mend) => (
          <MendRow key={mend.connectionId} {...mend} />
        ))}
        {toReview.map((tools) => (
          <ReviewRow key={tools.connectionId} {...tools} />
        ))}
        {news.map((notice) => (
          <NewsRow key={notice.id} notice={notice} />
        ))}
      </CardList>
    </Section>
  );
}

function ApproveRow({ id, runId, tool, connection, assignment, expiresAt, ...call }: ApprovalView) {
  return (
    <WaitingRow
      title={`${visible(tool)} of ${connection}`}
      badge={<Badge meaning="waiting">Waits for approval</Badge>}
      action={
        <ButtonLink href={runId === null ? routes.approval(id) : routes.run(runId)} variant="secondary">
          Look and answer
        </ButtonLink>
      }
    >
      {runId === null ? `A program with your token for ${assignment}` : `A run of ${assignment}`} wants to
      call it for you. Without an answer it counts as denied <Time at={expiresAt} />.
      <span className="block truncate font-mono text-meta text-ink-faint">
        {oneLine(JSON.stringify(call.arguments, null, 1))}
      </span>
    </WaitingRow>
  );
}

function RenewRow({ signIn }: { signIn: SignInView }) {
  return (
    <WaitingRow
      title={signIn.connectionName}
      badge={<StateBadge state={signIn.state} />}
      action={<SignInButton signIn={signIn} variant="secondary" />}
    >
      {signIn.reason}
    </WaitingRow>
  );
}

function MendRow({ connectionId, connectionName, kind }: Mend) {
  const { badge, sentence, verb } = MENDS[kind];
  return (
    <WaitingRow
      title={connectionName}
      badge={<Badge meaning="held">{badge}</Badge>}
      action={
        <ButtonLink href={routes.connection(connectionId)} variant="secondary">
          {verb}
        </ButtonLink>
      }
    >
      {sentence}
    </WaitingRow>
  );
}

const MENDS = {
  moved: {
    badge: "Sign-in server changed",
    sentence: "Nobody can sign in until you have confirmed the new one.",
    verb: "See what changed",
  },
  shared: {
    badge: "Workspace not signed in",
    sentence: "Nobody can call its tools until the workspace is signed in.",
    verb: "Open connection",
  },
} as const;

function ReviewRow({ connectionId, connectionName, held }: HeldTools) {
  return (
    <WaitingRow
      title={connectionName}
      badge={<Badge meaning="held">{held} changed</Badge>}
      action={
        <ButtonLink href={routes.connectionChanges(connectionId)} variant="secondary">
          {held === 1 ? "Review 1 change" : `Review ${held} changes`}
        </ButtonLink>
      }
    >
      The server changed its tools. They can't be called until you have looked.
    </WaitingRow>
  );
}
