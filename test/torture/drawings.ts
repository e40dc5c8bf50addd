/** What each message and Home tab of Heed's would say if it were drawn now. */

import { z } from 'zod';
import { PATIENCE } from '../../src/app/backoff.ts';
import type { House } from '../../src/app/house.ts';
import { show } from '../../src/app/show.ts';
import type { Store } from '../../src/app/store-port.ts';
import type { MessageRef, SurfaceMessageKind } from '../../src/app/surface-message.ts';
import type { Rendered, Surface } from '../../src/app/surface-port.ts';
import type { Handbook } from '../../src/core/handbook.ts';
import { homeBlocks } from '../../src/front/lists.ts';
import type { Medium } from '../../src/front/medium.ts';
import type { Sandbox } from '../../src/sandbox/index.ts';
import { drawBlocks } from '../../src/surfaces/slack/draw.ts';
import { slackMedium } from '../../src/surfaces/slack/medium.ts';
import { renderView } from '../../src/surfaces/slack/render.ts';

export interface Drawing {
  /** Empty on a Home tab, which has none. */
  readonly text: string;
  readonly blocks: readonly { readonly block_id?: string | undefined }[];
}

const drawn = z.object({
  text: z.string().default(''),
  blocks: z.array(z.looseObject({ block_id: z.string().optional() })),
});

const ANYWHERE: readonly SurfaceMessageKind[] = ['home', 'reminder'];
const NOWHERE: MessageRef = { channel: '', ts: '' };

/**
 * By surface message; what stands nowhere has none, but for a reminder. Writes that everything is to be drawn anew, so
 * no Heed may be at work.
 */
export async function drawAll(
  store: Store,
  ids: readonly string[],
  handbook: Handbook,
  { url }: Sandbox,
): Promise<ReadonlyMap<string, Drawing>> {
  const drawings = new Map<string, Drawing>();
  const medium = slackMedium(handbook.timezone, `${url}/`);
  for (const id of ids) {
    const message = await store.surfaceMessage(id);
    if (message === null || (message.ref === null && !ANYWHERE.includes(message.kind))) continue;
    const take = (rendered: Rendered) => drawings.set(id, drawn.parse(rendered.payload));
    const standing = { ...message, hash: null, ref: message.ref ?? NOWHERE };
    await show(houseOn(store, handbook), easel(medium, take), standing);
  }
  return drawings;
}

/** Keeps what is drawn on it and sends nothing. */
function easel(medium: Medium, take: (rendered: Rendered) => void): Surface {
  return {
    name: 'slack',
    tenant: '',
    async render(view) {
      if (view.type !== 'home') return { ...renderView(view, medium), confidential: false };
      const blocks = drawBlocks(homeBlocks(view.overview, medium));
      return { hash: '', payload: { blocks }, confidential: false };
    },
    update: async (_ref, rendered) => take(rendered),
    publish: async (_place, rendered) => take(rendered),
    post: async () => ({ channel: '', ts: '' }),
    find: async () => [],
    remove: async () => undefined,
    postLine: async () => undefined,
    findLines: async () => [],
    membersOf: async () => [],
    clearLines: async () => undefined,
  };
}

function houseOn(store: Store, handbook: Handbook): House {
  return {
    store,
    handbook: () => handbook,
    deciding: async () => handbook,
    places: () => [],
    findings: () => [],
    now: Date.now,
    newId: () => '',
    patience: PATIENCE,
    log: { info() {}, warn() {}, error() {} },
  };
}
