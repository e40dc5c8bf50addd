/** The Home tab: what is published there, and what is said to those who have no lists. */
import { createHash } from 'node:crypto';
import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { Rendered, Surface } from '../../app/surface-port.ts';
import type { Handbook } from '../../core/handbook.ts';
import type { Overview } from '../../core/overview.ts';
import { type Calls, NOTHING } from './calls.ts';
import type { Linking } from './links.ts';
import type { People } from './people.ts';
import { homeBlocks, sentenceBlocks } from './render-lists.ts';

export interface HomeTab {
  render(overview: Overview): Rendered;
  publish: Surface['publish'];
  /**
   * A sentence in place of lists. Not sent again where it stands already.
   * @param standing the hash that the view there carries; null for none
   */
  say(user: string, sentence: string, standing: string | null): Promise<void>;
}

function rendered(blocks: readonly KnownBlock[]): Rendered {
  const payload = { type: 'home', blocks };
  const hash = createHash('sha256').update(JSON.stringify(payload)).digest('hex');
  return { hash, payload, confidential: false };
}

const sent = z.object({ type: z.literal('home'), blocks: z.array(z.looseObject({})) });

interface HomeTabOptions {
  readonly calls: Calls;
  readonly people: Pick<People, 'memberOf'>;
  readonly handbook: () => Handbook;
  readonly links: Linking;
}

export function createHomeTab({ calls, people, handbook, links }: HomeTabOptions): HomeTab {
  /** The view carries its hash, so that whoever opens it tells what stands there. */
  async function put(user: string, { payload, hash }: Rendered): Promise<void> {
    const view = { ...sent.parse(payload), private_metadata: hash };
    await calls.inTurn('views.publish', { user_id: user, view }, NOTHING);
  }

  return {
    render: (overview) => rendered(homeBlocks(overview, { timezone: handbook().timezone, links })),
    async publish(place, view) {
      await put(await people.memberOf(place.slice(1)), view);
    },
    async say(user, sentence, standing) {
      const view = rendered(sentenceBlocks(sentence));
      if (view.hash !== standing) await put(user, view);
    },
  };
}
