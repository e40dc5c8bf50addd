/** From what was decided to the mention as it is then, and the events with their numbers. */
import { isAboutDeadlines } from './deadline-events.ts';
import { HEED_ITSELF, type MentionEvent, type RecordedEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { Handbook } from './handbook.ts';
import type { Instant, Mention } from './mention.ts';
import { momentsAfter } from './moments.ts';
import { isAboutNotes } from './note-events.ts';
import { deadlinesAfter } from './sla.ts';

export interface Act {
  readonly at: Instant;
  readonly actor: string;
  /** The one it was decided under. */
  readonly handbook: Handbook;
  /** What makes two acts the same, for telling a double click. */
  readonly key: string;
}

/** Numbers what was decided, applies it, and sets the clocks by it. */
export function advance(
  mention: Mention | null,
  events: readonly MentionEvent[],
  act: Act,
): { mention: Mention; recorded: readonly RecordedEvent[] } {
  const recorded = events.map((event, index) => ({
    seq: (mention?.seq ?? 0) + index + 1,
    at: act.at,
    actor: act.actor,
    handbook: act.handbook.sha,
    event,
  }));
  const evolved = recorded.reduce<Mention | null>((state, event) => evolve(state, event), mention);
  if (evolved === null) throw new Error('nothing was decided about a mention that does not exist');
  const deadlines = deadlinesAfter(mention, evolved, act.handbook, act.at);
  const timed = deadlines === evolved.deadlines ? evolved : { ...evolved, deadlines };
  const moments = momentsAfter(timed, act.handbook);
  const after = moments === timed.moments ? timed : { ...timed, moments };
  // Between two clicks on the same button they make them no less a double click.
  if (events.every(isAside)) return { mention: after, recorded };
  return { mention: { ...after, lastAct: { actor: act.actor, key: act.key } }, recorded };
}

/** What changes nothing that anybody could press on. */
function isAside(event: MentionEvent): boolean {
  const byClock = event.type === 'escalated' && event.by === HEED_ITSELF;
  const isEnd = event.type === 'snooze_ended';
  return byClock || isEnd || isAboutNotes(event) || isAboutDeadlines(event);
}
