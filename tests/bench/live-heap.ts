/** What a process started with `--inspect` holds on to once everything it no longer needs is collected, in MiB. */
export async function liveHeapMib(inspectorPort: number): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${inspectorPort}/json/list`);
  const [target] = (await response.json()) as { webSocketDebuggerUrl: string }[];
  if (!target) throw new Error("The process can't be inspected.");
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error("The inspector did not answer."));
  });
  try {
    await ask(socket, 1, "HeapProfiler.collectGarbage");
    const { usedSize } = await ask(socket, 2, "Runtime.getHeapUsage");
    return Number(usedSize) / (1024 * 1024);
  } finally {
    socket.close();
  }
}

function ask(socket: WebSocket, id: number, method: string): Promise<Record<string, unknown>> {
  return new Promise((resolve) => {
    socket.onmessage = ({ data }) => {
      const answer = JSON.parse(String(data)) as { id?: number; result?: Record<string, unknown> };
      if (answer.id === id) resolve(answer.result ?? {});
    };
    socket.send(JSON.stringify({ id, method }));
  });
}
