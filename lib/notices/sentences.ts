import { routes } from "@/lib/routes";
import type { News, NoticeView } from "./schema";

type Notice = Pick<NoticeView, "subjectId" | "title" | "text" | "href">;

/** News in words. They name things and tell neither arguments nor results. */
export function noticeOf(news: News): Notice {
  const { title, text, ...place } = wordsOf(news);
  return { ...place, title: oneLine(title), text: oneLine(text) };
}

function wordsOf(news: News): Notice {
  switch (news.kind) {
    case "approval":
      return {
        subjectId: news.approvalId,
        title: `${news.tool} of ${news.connection} waits for your approval`,
        text: `${news.runId === null ? "A program with your token for" : "A run of"} ${news.assignment} wants to call it for you. Without an answer it counts as denied.`,
        href: news.runId === null ? routes.approval(news.approvalId) : routes.run(news.runId),
      };
    case "runFailed":
      return {
        subjectId: news.runId,
        title: `A run of ${news.assignment} failed`,
        text: `Its transcript says how far it came and why it ended.${news.by === "schedule" ? QUIET : ""}`,
        href: routes.run(news.runId),
      };
    case "signIn":
      return {
        subjectId: news.connectionId,
        title: `Your sign-in to ${news.connection} needs reconnecting`,
        text: "It stopped working. Until you sign in again, nothing can call its tools as you.",
        href: routes.signIn(news.connectionId),
      };
    case "workspaceSignIn":
      return {
        subjectId: news.connectionId,
        title: `The workspace's sign-in to ${news.connection} needs reconnecting`,
        text: "It stopped working. Until an admin signs in again, nobody can call its tools.",
        href: routes.connection(news.connectionId),
      };
    case "scheduleMissed":
      return {
        subjectId: news.scheduleId,
        title: `A schedule of ${news.assignment} did not start`,
        text: `${news.reason} It is tried again at its next time, and pauses if that is missed too.`,
        href: routes.assignmentRuns(news.assignmentId),
      };
    case "schedulePaused":
      return {
        subjectId: news.scheduleId,
        title: `The schedule of ${news.assignment} paused itself`,
        text: news.reason,
        href: routes.assignmentRuns(news.assignmentId),
      };
  }
}

const QUIET =
  " You hear no more of failures of its schedule until a run of it has finished or you have changed the schedule.";

export type MailText = { subject: string; text: string };

/** One mail about everything that has just happened to somebody. `console` is the origin people reach it at. */
export function noticeMail(
  notices: readonly Notice[],
  place: { console: string; workspace: string },
): MailText {
  const [only] = notices;
  const subject = notices.length === 1 && only ? only.title : `${notices.length} things need you in Patchbay`;
  const parts = notices.map(({ title, text, href }) => `${title}\n${text}\n${place.console}${href}`);
  return {
    subject: oneLine(subject),
    text: [
      ...parts,
      `You get this mail as a member of ${oneLine(place.workspace)} on Patchbay. To stop such mails, switch them off under E-mail in Settings:\n${place.console}${routes.settings}\n`,
    ].join("\n\n"),
  };
}

/** What somebody is sent who is not a member yet. */
export function invitationMail(invitation: { by: string; workspace: string; link: string }): MailText {
  const sentence = oneLine(`${invitation.by} invited you to ${invitation.workspace} on Patchbay`);
  return {
    subject: sentence,
    text: `${sentence}.\n\nJoin within three days:\n${invitation.link}\n\nThe link works once. Whoever opens it joins in your place, so don't pass it on. If you expected no invitation, ignore this mail.\n`,
  };
}

/**
 * Names come from people and from servers. On one line and without invisible
 * characters they can neither add a header to a mail nor pretend to be its text.
 */
function oneLine(text: string): string {
  const plain = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  return plain.length > LENGTH_MAX ? `${plain.slice(0, LENGTH_MAX - 1)}…` : plain;
}

const LENGTH_MAX = 200;
