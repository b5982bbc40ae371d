"use client";

import { startTransition, useEffect } from "react";
import { dismissNoticesAction } from "../../home/actions";

/**
 * Who has this page in front of them knows what the notice says. Done by the
 * browser, so that a page which is only fetched ahead dismisses nothing.
 */
export function Seen({ noticeId }: { noticeId: string }) {
  useEffect(() => {
    const form = new FormData();
    form.set("noticeIds", noticeId);
    startTransition(async () => void (await dismissNoticesAction({ status: "idle" }, form)));
  }, [noticeId]);
  return null;
}
