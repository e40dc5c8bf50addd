/** Somebody opens the Home tab, or pressed there and was refused. */

import type { Logger } from 'pino';
import { z } from 'zod';
import type { Lists } from '../../app/overview.ts';
import type { Press } from './actions.ts';
import type { HomeTab } from './home-tab.ts';
import { type People, SURFACE_NAME } from './people.ts';
import { sentenceFor } from './private.ts';

/** What of the room the Home tab needs. */
interface Room {
  readonly people: People;
  readonly lists: Lists;
  readonly homeTab: HomeTab;
  readonly log: Logger;
}

const opened = z.object({
  team_id: z.string(),
  event: z.object({
    user: z.string(),
    tab: z.string().default('home'),
    /** What stood there when it was opened; missing before the first time. */
    view: z.object({ private_metadata: z.string().default('') }).optional(),
  }),
});

/** Never throws: whoever opened it can open it again. */
export async function takeHomeOpened(room: Room, body: unknown): Promise<void> {
  const parsed = opened.safeParse(body);
  if (!parsed.success) {
    room.log.warn('An opening of the Home tab that Heed does not understand');
    return;
  }
  const { team_id: team, event } = parsed.data;
  if (event.tab !== 'home') return;
  await bringUpToDate(room, { id: event.user, team }, event.view?.private_metadata ?? null);
}

/** After a refused press: what was pressed no longer stands as it was shown. */
export async function refreshHome(room: Room, { presser, view }: Press): Promise<void> {
  await bringUpToDate(room, presser, view?.private_metadata ?? null);
}

async function bringUpToDate(
  room: Room,
  presser: Press['presser'],
  standing: string | null,
): Promise<void> {
  const { people, homeTab, lists, log } = room;
  try {
    const who = await people.identify(presser.team, presser.id);
    if (!who.ok) return await homeTab.say(presser.id, who.sentence, standing);
    const place = { surface: SURFACE_NAME, tenant: people.tenant };
    await lists.openHome(who.person, place, standing);
  } catch (error) {
    log.warn({ err: error, user: presser.id }, 'A Home tab could not be brought up to date');
    if (standing !== null) return;
    await homeTab.say(presser.id, sentenceFor(error), standing).catch((failure: unknown) => {
      log.warn({ err: failure, user: presser.id }, 'Could not say so on the Home tab');
    });
  }
}
