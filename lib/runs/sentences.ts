import type { CalledAs } from "@/lib/sign-ins/schema";
import { rhythmOf } from "./fields";
import type { Obstacle } from "./schema";

export const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** A cron line in words where it is one of the usual rhythms; else as it is written. */
export function rhythmWords(line: string, timeZone: string): string {
  const { rhythm, time, weekday, cron } = rhythmOf(line);
  switch (rhythm) {
    case "hourly":
      return `each hour at ${time.slice(2)}`;
    case "daily":
      return `each day at ${time}, ${timeZone}`;
    case "weekdays":
      return `Monday to Friday at ${time}, ${timeZone}`;
    case "weekly":
      return `each ${weekdays[weekday]} at ${time}, ${timeZone}`;
    case "cron":
      return `cron ${cron}, ${timeZone}`;
  }
}

/** The sign-ins without which a schedule does not start. Null: none is missing. `whose` is "your", or names its maker. */
export function missingSentence(obstacles: readonly Obstacle[], whose: string): string | null {
  const missing = obstacles.filter((obstacle) => obstacle.kind === "sign-in");
  if (missing.length === 0) return null;
  return missing
    .map(({ signIn: { connectionName, shared } }) => {
      return `${connectionName} needs ${shared ? "the workspace's" : whose} sign-in.`;
    })
    .join(" ");
}

/** Whose credential a call is made with, as a person reads it who is asked for their yes. */
export function credentialSentence(as: CalledAs | null, connection: string, person: string): string {
  switch (as) {
    case "person":
      return `It is made as you, ${person}, with your sign-in.`;
    case "workspace":
      return `It is made for you, ${person}, with the sign-in everyone shares: ${connection} sees the workspace.`;
    case "nobody":
      return `It is made for you, ${person}, without a sign-in: ${connection} asks for none.`;
    case null:
      return `It is made for you, ${person}.`;
  }
}
