/** Whether the command palette is open: opened from several places, drawn in one. */
export function openPalette(): void {
  set(true);
}

export function closePalette(): void {
  set(false);
}

export function togglePalette(): void {
  set(!open);
}

export function isPaletteOpen(): boolean {
  return open;
}

export function subscribeToPalette(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

let open = false;
const listeners = new Set<() => void>();

function set(next: boolean): void {
  open = next;
  for (const listener of listeners) listener();
}
