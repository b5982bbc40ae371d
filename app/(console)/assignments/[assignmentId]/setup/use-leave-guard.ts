"use client";

import { useEffect } from "react";

/**
 * Asks before unsaved changes are left behind: by closing or reloading the page,
 * or by a link out of it. A link that comes back here, such as to sign in, is let through.
 */
export function useLeaveGuard(unsaved: number): void {
  useEffect(() => {
    if (unsaved === 0) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      if (!link || !leaves(link, event) || window.confirm(QUESTION)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("beforeunload", onUnload);
    // Before the router, which listens on the document, takes the click.
    window.addEventListener("click", onClick, { capture: true });
    return () => {
      window.removeEventListener("beforeunload", onUnload);
      window.removeEventListener("click", onClick, { capture: true });
    };
  }, [unsaved]);
}

const QUESTION =
  "Your changes are not saved. Endpoints go on with what was saved before; the changes wait in this tab until you come back. Leave Setup?";

function leaves(link: HTMLAnchorElement, { metaKey, ctrlKey, shiftKey }: MouseEvent): boolean {
  const isHere = link.pathname === window.location.pathname;
  const opensBeside = link.target === "_blank" || metaKey || ctrlKey || shiftKey;
  return !isHere && !opensBeside && !new URL(link.href).searchParams.has("returnTo");
}
