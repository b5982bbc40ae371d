"use client";

import { useEffect } from "react";
import { takeNoted } from "@/components/ui/noted-cookie";
import { showToast } from "@/components/ui/toast";
import { savedCookie } from "./saved-cookie";

/** Says that a connection's settings were saved, on the page one lands on. */
export function SavedToast() {
  useEffect(() => {
    const reconnects = takeNoted(savedCookie);
    if (reconnects === null) return;
    showToast(savedWords(reconnects));
  });
  return null;
}

function savedWords(reconnects: number): string {
  if (reconnects === 0) return "Changes saved.";
  return `Changes saved. ${reconnects === 1 ? "1 person has" : `${reconnects} people have`} to reconnect.`;
}
