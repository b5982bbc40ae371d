import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { routes } from "@/lib/routes";

type HeldNoticeProps = { connectionId: string; held: number; mayReview: boolean };

/** Says that tools wait for an admin, and takes the admin there. */
export function HeldNotice({ connectionId, held, mayReview }: HeldNoticeProps) {
  return (
    <Notice
      meaning="held"
      title={
        held === 1
          ? "1 tool changed on the server and is held"
          : `${held} tools changed on the server and are held`
      }
      action={
        mayReview ? (
          <ButtonLink href={routes.connectionChanges(connectionId)} variant="secondary">
            {held === 1 ? "Review 1 change" : `Review ${held} changes`}
          </ButtonLink>
        ) : undefined
      }
    >
      {mayReview
        ? "Runs and endpoints can't call what nobody has looked at."
        : "No call is made until an admin has reviewed what changed."}
    </Notice>
  );
}
