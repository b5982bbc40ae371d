"use client";

import { useEffect } from "react";
import { showToast } from "@/components/ui/toast";
import { routes } from "@/lib/routes";
import { signedInCookie } from "./signed-in-cookie";

/**
 * Says what the sign-in that just ended found, wherever it led back to. The
 * number comes in a cookie that lives for a minute and is eaten here; whatever
 * else is in it is ignored.
 */
export function SignedInToast() {
  useEffect(() => {
    const found = new RegExp(`(?:^|; )${signedInCookie}=(\\d{1,5})(?:;|$)`).exec(document.cookie)?.[1];
    if (found === undefined) return;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain-http addresses.
    document.cookie = `${signedInCookie}=; Max-Age=0; Path=${routes.home}`;
    showToast(signedInWords(Number(found)));
  });
  return null;
}

function signedInWords(tools: number): string {
  return `Signed in. ${tools === 1 ? "1 tool" : `${tools} tools`} found.`;
}
