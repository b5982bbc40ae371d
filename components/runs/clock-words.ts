/** Milliseconds as minutes and seconds: 1:05. */
export function clockWords(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** How long one call took: 85 ms, 1.2 s, 2:05. */
export function durationWords(ms: number): string {
  if (ms < 1_000) return `${ms} ms`;
  return ms < 60_000 ? `${(ms / 1_000).toFixed(1)} s` : `${clockWords(ms)} min`;
}
