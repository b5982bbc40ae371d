import { Notice } from "@/components/ui/notice";
import { lastFailure } from "./failure";

/** Why the sign-in that was just tried did not work, for as long as that is news. One's own "no" is nothing broken. */
export async function FailureNotice() {
  const failure = await lastFailure();
  if (failure === null) return null;
  const { sentence, isOwnChoice } = failure;
  return (
    <div role={isOwnChoice ? "status" : "alert"}>
      <Notice
        meaning={isOwnChoice ? "neutral" : "broken"}
        title={isOwnChoice ? "You cancelled the sign-in" : "The sign-in did not work"}
      >
        {sentence}
      </Notice>
    </div>
  );
}
