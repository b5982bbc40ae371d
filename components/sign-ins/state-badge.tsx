import { CircleAlert, CircleCheck, CircleDashed, CloudOff, Loader, RotateCcw } from "lucide-react";
import { type Standing, StandingBadge } from "@/components/ui/badge";
import type { SignInState } from "@/lib/sign-ins/schema";

/** How a sign-in stands, in the same six words everywhere. */
export function StateBadge({ state }: { state: SignInState }) {
  return <StandingBadge {...STATES[state]} />;
}

const STATES: Record<SignInState, Standing> = {
  notSignedIn: { word: "Not signed in", meaning: "neutral", icon: CircleDashed },
  connecting: { word: "Connecting", meaning: "waiting", icon: Loader },
  connected: { word: "Connected", meaning: "good", icon: CircleCheck },
  needsReconnect: { word: "Needs reconnect", meaning: "waiting", icon: RotateCcw },
  unavailable: { word: "Unavailable", meaning: "broken", icon: CloudOff },
  error: { word: "Error", meaning: "broken", icon: CircleAlert },
};
