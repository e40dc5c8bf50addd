/** Tells those who listen that something changed, at most once in `everyMs`. */
export interface Changes {
  note(): void;
  subscribe(listener: () => void): () => void;
  close(): void;
}

export function createChanges(everyMs: number): Changes {
  const listeners = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;

  function tell(): void {
    timer = undefined;
    for (const listener of listeners) listener();
  }

  return {
    note() {
      timer ??= setTimeout(tell, everyMs);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      clearTimeout(timer);
      listeners.clear();
    },
  };
}
