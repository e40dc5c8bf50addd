/** Slack's lists, a page after the other: https://docs.slack.dev/apis/web-api/pagination */
import { z } from 'zod';

/** What every page carries beside its own. */
export const paged = {
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
};

interface Page {
  readonly response_metadata?: { readonly next_cursor?: string | undefined } | undefined;
}

/**
 * Every page that there is, each asked for once the one before was taken; null, and the end, where
 * one could not be had.
 *
 * @param ask gets what goes beside the other arguments
 */
export async function* pagesOf<P extends Page | null>(
  ask: (more: { readonly cursor?: string }) => Promise<P>,
): AsyncGenerator<P> {
  let cursor: string | undefined;
  do {
    const page: P = await ask(cursor === undefined ? {} : { cursor });
    yield page;
    cursor = page?.response_metadata?.next_cursor;
  } while (cursor !== undefined && cursor !== '');
}
