import "server-only";

/**
 * Asks about many things at once where each would otherwise be asked about
 * alone: what arrives in the same turn of the event loop, and what arrives while
 * `atOnce` questions are under way. Nothing joins a question that was already
 * sent, so no answer is older than what it answers.
 * `ask` gives one answer for each, in their order; if it rejects, all of them do.
 */
export function together<Question, Answer>(
  ask: (questions: Question[]) => Promise<Answer[]>,
  { atOnce, most }: { atOnce: number; most: number },
): (question: Question) => Promise<Answer> {
  const waiting: Waiting<Question, Answer>[] = [];
  let underWay = 0;

  async function askWaiting(): Promise<void> {
    while (waiting.length > 0) await answerAll(waiting.splice(0, most));
    underWay -= 1;
  }

  async function answerAll(asked: Waiting<Question, Answer>[]): Promise<void> {
    try {
      const answers = await ask(asked.map(({ question }) => question));
      // Safe: `ask` promises an answer for each.
      for (const [position, one] of asked.entries()) one.resolve(answers[position] as Answer);
    } catch (error) {
      for (const one of asked) one.reject(error);
    }
  }

  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      if (underWay === atOnce) return;
      underWay += 1;
      setImmediate(() => void askWaiting());
    });
}

type Waiting<Question, Answer> = {
  question: Question;
  resolve(answer: Answer): void;
  reject(reason: unknown): void;
};
