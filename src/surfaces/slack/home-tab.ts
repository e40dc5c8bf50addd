/** The Home tab: what is published there, and what is said to those who have no lists. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Rendered, Surface } from '../../app/surface-port.ts';
import type { Overview } from '../../core/overview.ts';
import { homeBlocks, sentenceBlocks } from '../../front/lists.ts';
import type { Medium } from '../../front/medium.ts';
import type { Block } from '../../front/page.ts';
import { type Calls, NOTHING } from './calls.ts';
import { drawBlocks } from './draw.ts';
import type { People } from './people.ts';

export interface HomeTab {
  render(overview: Overview): Rendered;
  publish: Surface['publish'];
  /**
   * A sentence in place of lists. Not sent again where it stands already.
   * @param standing the hash that the view there carries; null for none
   */
  say(user: string, sentence: string, standing: string | null): Promise<void>;
}

function rendered(page: readonly Block[]): Rendered {
  const payload = { type: 'home', blocks: drawBlocks(page) };
  const hash = createHash('sha256').update(JSON.stringify(payload)).digest('hex');
  return { hash, payload, confidential: false };
}

const sent = z.object({ type: z.literal('home'), blocks: z.array(z.looseObject({})) });

interface HomeTabOptions {
  readonly calls: Calls;
  readonly people: Pick<People, 'memberOf'>;
  readonly medium: () => Medium;
}

export function createHomeTab({ calls, people, medium }: HomeTabOptions): HomeTab {
  /** The view carries its hash, so that whoever opens it tells what stands there. */
  async function put(user: string, { payload, hash }: Rendered): Promise<void> {
    const view = { ...sent.parse(payload), private_metadata: hash };
    await calls.inTurn('views.publish', { user_id: user, view }, NOTHING);
  }

  return {
    render: (overview) => rendered(homeBlocks(overview, medium())),
    async publish(place, view) {
      await put(await people.memberOf(place.slice(1)), view);
    },
    async say(user, sentence, standing) {
      const view = rendered(sentenceBlocks(sentence));
      if (view.hash !== standing) await put(user, view);
    },
  };
}
