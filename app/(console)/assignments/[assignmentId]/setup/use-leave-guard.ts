"use client";

import { useEffect } from "react";

/**
 * Asks before unsaved changes are left behind: by closing or reloading the page, by
 * a link out of it, or by Back where the browser lets a page answer that (the Navigation
 * API). A link that comes back here, such as to sign in, is let through. Whatever gets
 * past it finds the changes again: they are kept in this tab.
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
    const onNavigate = (event: NavigateEvent) => {
      const isBack = event.navigationType === "traverse" && event.cancelable;
      if (isBack && !isHere(new URL(event.destination.url)) && !window.confirm(QUESTION))
        event.preventDefault();
    };
    window.addEventListener("beforeunload", onUnload);
    window.navigation?.addEventListener("navigate", onNavigate);
    // Before the router, which listens on the document, takes the click.
    window.addEventListener("click", onClick, { capture: true });
    return () => {
      window.removeEventListener("beforeunload", onUnload);
      window.navigation?.removeEventListener("navigate", onNavigate);
      window.removeEventListener("click", onClick, { capture: true });
    };
  }, [unsaved]);
}

const QUESTION =
  "Your changes are not saved. Endpoints go on with what was saved before; the changes wait in this tab until you come back. Leave Setup?";

function leaves(link: HTMLAnchorElement, { metaKey, ctrlKey, shiftKey }: MouseEvent): boolean {
  const opensBeside = link.target === "_blank" || metaKey || ctrlKey || shiftKey;
  const target = new URL(link.href);
  return !isHere(target) && !opensBeside && !target.searchParams.has("returnTo");
}

function isHere({ pathname }: URL): boolean {
  return pathname === window.location.pathname;
}
