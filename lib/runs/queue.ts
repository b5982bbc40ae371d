import "server-only";
import { jobs } from "@/lib/db/jobs";

const RUNS = "runs";

/**
 * Asks whichever process is free to work on a run. Asking twice does no harm: a
 * run that waits in the queue is not queued again, and one is claimed before it
 * is worked on.
 */
export async function sendRun({ id, memberId }: { id: string; memberId: string | null }): Promise<void> {
  const group = memberId === null ? {} : { group: { id: memberId } };
  await jobs().send(RUNS, { runId: id }, { singletonKey: id, ...group });
}

/** Makes the queue where there is none yet. */
export async function openQueue(): Promise<void> {
  await jobs().createQueue(RUNS, QUEUE);
}

/** Works off the queue in this process, so many runs at a time. */
export async function workOffRuns(work: (runId: string) => Promise<void>): Promise<void> {
  await jobs().work<{ runId: string }>(
    RUNS,
    {
      localConcurrency: AT_ONCE,
      localGroupConcurrency: AT_ONCE_OF_ONE,
      pollingIntervalSeconds: 1,
      notifyPollingIntervalSeconds: 5,
    },
    async ([job]) => {
      if (job) await work(job.data.runId);
    },
  );
}

/** Leaves the queue to others. What was taken from it goes on. */
export async function leaveQueue(): Promise<void> {
  await jobs().offWork(RUNS, { wait: false });
}

const AT_ONCE = 8;
/** Of one person, who may have more under way than that: some places are always for others. */
const AT_ONCE_OF_ONE = 6;
/** A run keeps its own lease, so the queue neither repeats a job nor lets it expire. */
const QUEUE = {
  policy: "short",
  notify: true,
  retryLimit: 0,
  expireInSeconds: 86_400,
  deleteAfterSeconds: 3_600,
} as const;
