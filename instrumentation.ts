/** Next calls this once, before the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { start } = await import("@/lib/workspace/start");
  await start(async () => {
    const { startRevoking } = await import("@/lib/sign-ins/revocation");
    startRevoking();
    const { startMailing } = await import("@/lib/notices/mailing");
    const { closeFirst } = await import("@/lib/workspace/shutdown");
    closeFirst(startMailing());
    const { startWorker } = await import("@/lib/runs/worker");
    await startWorker();
  });
  // In development each request takes the newest code, and that is Next's to know.
  if (process.env.NODE_ENV !== "production") return;
  const { answerFirst } = await import("@/lib/endpoint/front");
  answerFirst();
}
