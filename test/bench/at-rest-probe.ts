/** Loaded before a program: tells its parent how much memory it holds once its garbage is gone. */
import { setTimeout as pause } from 'node:timers/promises';
import { answerQuestions } from './child.ts';

const BETWEEN_MS = 250;

answerQuestions(async () => {
  for (let time = 0; time < 3; time += 1) {
    globalThis.gc?.();
    await pause(BETWEEN_MS);
  }
  return process.memoryUsage.rss();
});

// Whoever is measured decides itself how long it runs.
process.channel?.unref();
