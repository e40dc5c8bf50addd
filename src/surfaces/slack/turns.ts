/**
 * Acknowledgements go first. Slack waits for them, and many people may press at once; so what was
 * acknowledged is begun one by one, each in a turn of the event loop of its own, in which whatever
 * has arrived meanwhile is acknowledged too.
 */
export interface Turns {
  /** Resolves when it is this caller's turn, in the order of asking. */
  mine(): Promise<void>;
}

export function createTurns(): Turns {
  const waiting: (() => void)[] = [];

  function giveNext(): void {
    waiting.shift()?.();
    if (waiting.length > 0) setImmediate(giveNext);
  }

  return {
    mine() {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push(resolve);
      if (waiting.length === 1) setImmediate(giveNext);
      return promise;
    },
  };
}
