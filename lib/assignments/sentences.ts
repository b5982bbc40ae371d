import type { PickProblem } from "./schema";

/** What Ask means, said where it is chosen and wherever such a pick is shown. */
export const ASK_WORDS = "the person it acts as must approve each call before it is made.";

/** What Setup says of a pick that can't be called. */
export const problemWords: Record<PickProblem, string> = {
  held: "Held: it changed since it was reviewed, and can't be called until an admin accepts the change.",
  gone: "The server no longer offers it, so it can't be called.",
  unusable: "It can't be used as the server describes it. The tools of its connection say why.",
  moved: "It was changed and accepted since it was picked, and can't be called until you look at it.",
};
