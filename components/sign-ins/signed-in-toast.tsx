"use client";

import { useEffect } from "react";
import { takeNoted } from "@/components/ui/noted-cookie";
import { showToast } from "@/components/ui/toast";
import { signedInCookie } from "./signed-in-cookie";

/** Says what the sign-in that just ended found, wherever it led back to. */
export function SignedInToast() {
  useEffect(() => {
    const tools = takeNoted(signedInCookie);
    if (tools !== null) showToast(signedInWords(tools));
  });
  return null;
}

function signedInWords(tools: number): string {
  return `Signed in. ${tools === 1 ? "1 tool" : `${tools} tools`} found.`;
}
