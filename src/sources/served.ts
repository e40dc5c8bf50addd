import type { Logger } from 'pino';
import type { Handbook } from '../core/handbook.ts';
import type { OpenedSources } from './registry.ts';
import type { WebhookSource } from './webhook/index.ts';

export interface ServedSources {
  /** One of the newest handbook. One whose secret is missing here is left out, and the log says so. */
  get(id: string): WebhookSource | null;
  /** What the environment lacks to serve this handbook's sources, a sentence each. */
  lacking(handbook: Handbook): readonly string[];
}

/** The sources of whichever handbook is the newest, opened once for each. */
export function serveSources(
  open: (handbook: Handbook) => OpenedSources,
  newest: () => Handbook,
  log: Logger,
): ServedSources {
  let opened: { readonly sha: string; readonly sources: OpenedSources['sources'] } | null = null;
  return {
    get(id) {
      const handbook = newest();
      if (opened?.sha !== handbook.sha) {
        const result = open(handbook);
        if (!result.ok) log.error({ mistakes: result.mistakes }, 'a source cannot be served');
        opened = { sha: handbook.sha, sources: result.sources };
      }
      return opened.sources.get(id) ?? null;
    },
    lacking(handbook) {
      const result = open(handbook);
      return result.ok ? [] : result.mistakes;
    },
  };
}
