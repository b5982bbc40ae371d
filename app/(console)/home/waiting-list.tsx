import { SignInButton } from "@/components/sign-ins/sign-in-button";
import { Badge, StateBadge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { CardList, ListRow } from "@/components/ui/card";
import { Section } from "@/components/ui/page";
import { Time } from "@/components/ui/time";
import type { NoticeView } from "@/lib/notices/schema";
import { routes } from "@/lib/routes";
import type { ApprovalView } from "@/lib/runs/schema";
import type { SignInView } from "@/lib/sign-ins/schema";
import { DismissAll, NewsRow } from "./news-row";
import type { Mend } from "./to-mend";

type HeldTools = { connectionId: string; connectionName: string; held: number };
type WaitingProps = {
  toApprove: readonly ApprovalView[];
  toRenew: readonly SignInView[];
  toReview: readonly HeldTools[];
  toMend: readonly Mend[];
  news: readonly NoticeView[];
};

/** What stops working, or stays stopped, until this person does something; and what they should have heard of. */
export function Waiting({ toApprove, toRenew, toReview, toMend, news }: WaitingProps) {
  return (
    <Section title="Waiting for you" action={news.length > 1 ? <DismissAll news={news} /> : undefined}>
      <CardList>
        {toApprove.map((approval) => (
          <ApproveRow key={approval.id} approval={approval} />
        ))}
        {toRenew.map((signIn) => (
          <RenewRow key={signIn.connectionId} signIn={signIn} />
        ))}
        {toMend.map((mend) => (
          <MendRow key={mend.connectionId} mend={mend} />
        ))}
        {toReview.map((tools) => (
          <ReviewRow key={tools.connectionId} tools={tools} />
        ))}
        {news.map((notice) => (
          <NewsRow key={notice.id} notice={notice} />
        ))}
      </CardList>
    </Section>
  );
}

function ApproveRow({
  approval: { id, runId, tool, connection, assignment, expiresAt },
}: {
  approval: ApprovalView;
}) {
  return (
    <ListRow
      action={
        <ButtonLink href={runId === null ? routes.approval(id) : routes.run(runId)} variant="secondary">
          Look and answer
        </ButtonLink>
      }
    >
      <div className="grid gap-0.5">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-medium">
            {tool} of {connection}
          </span>
          <Badge meaning="waiting">Waits for approval</Badge>
        </p>
        <p className="text-small text-ink-soft">
          {runId === null ? `A program with your token for ${assignment}` : `A run of ${assignment}`} wants to
          call it as you. Without an answer it counts as denied <Time at={expiresAt} />.
        </p>
      </div>
    </ListRow>
  );
}

function RenewRow({ signIn }: { signIn: SignInView }) {
  return (
    <ListRow action={<SignInButton signIn={signIn} variant="secondary" />}>
      <div className="grid gap-0.5">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-medium">{signIn.connectionName}</span>
          <StateBadge state={signIn.state} />
        </p>
        {signIn.reason !== null && <p className="text-small text-ink-soft">{signIn.reason}</p>}
      </div>
    </ListRow>
  );
}

function MendRow({ mend: { connectionId, connectionName, kind } }: { mend: Mend }) {
  const { badge, sentence, verb } = MENDS[kind];
  return (
    <ListRow
      action={
        <ButtonLink href={routes.connection(connectionId)} variant="secondary">
          {verb}
        </ButtonLink>
      }
    >
      <div className="grid gap-0.5">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-medium">{connectionName}</span>
          <Badge meaning="held">{badge}</Badge>
        </p>
        <p className="text-small text-ink-soft">{sentence}</p>
      </div>
    </ListRow>
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

function ReviewRow({ tools: { connectionId, connectionName, held } }: { tools: HeldTools }) {
  return (
    <ListRow
      action={
        <ButtonLink href={routes.connectionChanges(connectionId)} variant="secondary">
          {held === 1 ? "Review 1 change" : `Review ${held} changes`}
        </ButtonLink>
      }
    >
      <div className="grid gap-0.5">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-medium">{connectionName}</span>
          <Badge meaning="held">{held} changed</Badge>
        </p>
        <p className="text-small text-ink-soft">
          The server changed its tools. They can’t be called until you have looked.
        </p>
      </div>
    </ListRow>
  );
}
