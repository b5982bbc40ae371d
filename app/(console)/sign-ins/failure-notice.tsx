import { Notice } from "@/components/ui/notice";
import { lastFailure } from "./failure";

/** Why the sign-in that was just tried did not work, for as long as that is news. */
export async function FailureNotice() {
  const sentence = await lastFailure();
  return sentence === null ? null : (
    <div role="alert">
      <Notice meaning="broken" title="The sign-in did not work">
        {sentence}
      </Notice>
    </div>
  );
}
