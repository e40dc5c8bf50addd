/** What each message and Home tab of Heed's would say if it were drawn now. */

import { z } from 'zod';
import { PATIENCE } from '../../src/app/backoff.ts';
import type { House } from '../../src/app/house.ts';
import { show } from '../../src/app/show.ts';
import type { Store } from '../../src/app/store-port.ts';
import type { MessageRef, Place, SurfaceMessageKind } from '../../src/app/surface-message.ts';
import type { Surface, View } from '../../src/app/surface-port.ts';
import type { Handbook } from '../../src/core/handbook.ts';
import { homeBlocks } from '../../src/front/lists.ts';
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

/** What a surface makes of a view. */
export type Draw<Drawn> = (view: View) => Drawn | Promise<Drawn>;

export function slackDraw({ timezone }: Handbook, { url }: Sandbox): Draw<Drawing> {
  const medium = slackMedium(timezone, `${url}/`);
  return (view) =>
    view.type === 'home'
      ? drawn.parse({ blocks: drawBlocks(homeBlocks(view.overview, medium)) })
      : drawn.parse(renderView(view, medium).payload);
}

/**
 * By surface message; what stands nowhere has none, but for a reminder. Writes that everything is to be drawn anew, so
 * no Heed may be at work.
 */
export async function drawAll<Drawn>(
  store: Store,
  ids: readonly string[],
  handbook: Handbook,
  draw: Draw<Drawn>,
): Promise<ReadonlyMap<string, Drawn>> {
  const drawings = new Map<string, Drawn>();
  for (const id of ids) {
    const message = await store.surfaceMessage(id);
    if (message === null || (message.ref === null && !ANYWHERE.includes(message.kind))) continue;
    const take = async (view: View) => void drawings.set(id, await draw(view));
    const standing = { ...message, hash: null, ref: message.ref ?? NOWHERE };
    await show(houseOn(store, handbook, message), easel(message, take), standing);
  }
  return drawings;
}

/** Keeps what is drawn on it and sends nothing. */
function easel({ surface, tenant }: Place, take: (view: View) => Promise<void>): Surface {
  return {
    name: surface,
    tenant,
    async render(view) {
      await take(view);
      return { hash: '', payload: null, confidential: false };
    },
    update: async () => undefined,
    publish: async () => undefined,
    post: async () => ({ channel: '', ts: '' }),
    find: async () => [],
    remove: async () => undefined,
    postLine: async () => undefined,
    findLines: async () => [],
    membersOf: async () => [],
    clearLines: async () => undefined,
  };
}

function houseOn(store: Store, handbook: Handbook, { surface, tenant }: Place): House {
  return {
    store,
    handbook: () => handbook,
    deciding: async () => handbook,
    places: () => [{ surface, tenant }],
    findings: () => [],
    now: Date.now,
    newId: () => '',
    patience: PATIENCE,
    log: { info() {}, warn() {}, error() {} },
  };
}
