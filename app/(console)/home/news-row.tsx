import type { Route } from "next";
import type { ReactNode } from "react";
import { ActionForm } from "@/components/forms/action-form";
import { HiddenField } from "@/components/forms/hidden-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import type { NoticeView } from "@/lib/notices/schema";
import { dismissNoticesAction } from "./actions";
import { WaitingRow } from "./waiting-row";

/** Something that happened. It asks for nothing but to be known. */
export function NewsRow({ notice: { id, kind, title, text, href, createdAt } }: { notice: NoticeView }) {
  const { badge, meaning, verb } = NEWS[kind];
  return (
    <WaitingRow
      title={title}
      badge={
        <>
          <Badge meaning={meaning}>{badge}</Badge>
          <span className="text-ink-faint text-small">
            <Time at={createdAt} />
          </span>
        </>
      }
      action={
        <div className="flex flex-wrap gap-2">
          {/* Safe: the console wrote it from lib/routes. */}
          <ButtonLink href={href as Route} variant="secondary">
            {verb}
          </ButtonLink>
          <Dismiss ids={[id]}>
            Dismiss<span className="sr-only"> {title}</span>
          </Dismiss>
        </div>
      }
    >
      {text}
    </WaitingRow>
  );
}

const NEWS = {
  runFailed: { badge: "Failed", meaning: "broken", verb: "Open run" },
  workspaceSignIn: { badge: "Reconnect", meaning: "waiting", verb: "Open connection" },
  scheduleMissed: { badge: "Not started", meaning: "waiting", verb: "Open schedule" },
  schedulePaused: { badge: "Paused", meaning: "waiting", verb: "Open schedule" },
} as const;

export function DismissAll({ news }: { news: readonly NoticeView[] }) {
  return <Dismiss ids={news.map(({ id }) => id)}>Dismiss all news</Dismiss>;
}

function Dismiss({ ids, children }: { ids: readonly string[]; children: ReactNode }) {
  return (
    <div>
      <ActionForm action={dismissNoticesAction} width="full">
        <HiddenField name="noticeIds" value={ids.join(",")} />
        <SubmitButton variant="quiet">{children}</SubmitButton>
      </ActionForm>
    </div>
  );
}
