/**
 * Posts the lines of a card's thread that are not there yet, in order, each once. Where people read
 * who may not know of the mention any more, takes away those that stand.
 */

import type { RecordedEvent } from '../core/events.ts';
import { storyOf } from '../core/story.ts';
import type { StoryLine } from '../core/story-parts.ts';
import { passBoundary } from './boundary.ts';
import type { House } from './house.ts';
import type { Store } from './store-port.ts';
import type { MessageRef, SurfaceMessage } from './surface-message.ts';
import { type Surface, SurfaceFault } from './surface-port.ts';
import { isWithdrawn } from './withdrawn.ts';

export type Told = 'told' | 'more_to_tell' | 'no_card_yet';

/** So many lines at once that even a slow surface ends long before the lease does. */
const LONGEST_MS = 1_000;

export async function tellStory(
  house: House,
  surface: Surface,
  message: SurfaceMessage,
): Promise<Told> {
  const { store } = house;
  const { ref } = message;
  const history = await store.history(message.subject, 0);
  const end = endOfPlacement(history, message.placement);
  if (end !== null && (await isWithdrawnFrom(store, message))) {
    if (ref !== null) await clearLines(surface, message.id, ref);
    return 'told';
  }
  if (ref === null) return end === null ? 'no_card_yet' : 'told';
  const away = await store.absent(house.now());
  const untold = storyOf(history, house.handbook(), away).filter(
    (line) => line.seq > message.storyThrough && (end === null || line.seq <= end),
  );
  const through = await lastStanding(surface, message, untold);
  const lines = untold.filter((line) => line.seq > through);
  const startedAt = house.now();
  for (const line of lines) {
    if (house.now() - startedAt > LONGEST_MS) return 'more_to_tell';
    await tellLine(house, surface, message, line);
  }
  if (lines.length === 0 && through > message.storyThrough) {
    await store.updateSurfaceMessage(message.id, { storyThrough: through, postingSince: null });
  }
  return 'told';
}

async function clearLines(surface: Surface, message: string, ref: MessageRef): Promise<void> {
  try {
    await surface.clearLines(ref, message);
  } catch (error) {
    if (!(error instanceof SurfaceFault) || error.kind.type !== 'gone') throw error;
  }
}

async function isWithdrawnFrom(
  store: Store,
  { subject, placement }: SurfaceMessage,
): Promise<boolean> {
  const loaded = await store.readMention(subject);
  return loaded !== null && isWithdrawn(store, loaded.mention, placement);
}

async function tellLine(
  house: House,
  surface: Surface,
  message: SurfaceMessage,
  line: StoryLine,
): Promise<void> {
  if (message.ref === null) return;
  await surface.postLine(message.ref, line, { message: message.id, seq: line.seq }, async () => {
    await house.store.updateSurfaceMessage(message.id, { postingSince: house.now() });
    passBoundary('intended', message.id);
  });
  passBoundary('called', message.id);
  const change = { storyThrough: line.seq, postingSince: null };
  await house.store.updateSurfaceMessage(message.id, change);
  passBoundary('recorded', message.id);
}

/** The last line that is known to stand; looks it up where a line was begun and never recorded. */
async function lastStanding(
  surface: Surface,
  { id, ref, storyThrough, postingSince: since }: SurfaceMessage,
  lines: readonly StoryLine[],
): Promise<number> {
  if (ref === null || since === null) return storyThrough;
  const found = await surface.findLines(ref, id, storyThrough, { lines, since });
  return Math.max(storyThrough, ...found);
}

/** The event that took the mention away from this placement; null where it still stands there. */
function endOfPlacement(history: readonly RecordedEvent[], placement: number): number | null {
  const leaving = ['transferred', 'made_sensitive', 'made_ordinary', 'joined'];
  return history.filter(({ event }) => leaving.includes(event.type))[placement - 1]?.seq ?? null;
}
