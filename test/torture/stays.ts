/** Where a mention stood, one place after the other, as its history says. */
import { channelOf } from '../../src/core/audience.ts';
import type { RecordedEvent } from '../../src/core/events.ts';
import { evolve } from '../../src/core/evolve.ts';
import type { Handbook } from '../../src/core/handbook.ts';
import type { Mention } from '../../src/core/mention.ts';
import type { Known } from './books.ts';

export interface Stay {
  /** As the handbook names it. */
  readonly channel: string | null;
  readonly sensitive: boolean;
  /** What was told there: the first and the last event. */
  readonly from: number;
  readonly to: number;
}

/** By placement, the first first; none for what was never on the desk. */
export function staysOf(
  { history }: Pick<Known, 'history'>,
  handbook: Handbook,
  surface = 'slack',
): readonly Stay[] {
  const stays: Stay[] = [];
  let before: Mention | null = null;
  for (const events of actsOf(history)) {
    const after: Mention | null = events.reduce(evolve, before);
    const last = stays.at(-1);
    const [begins, ends] = [events[0]?.seq ?? 0, events.at(-1)?.seq ?? 0];
    if (after !== null && after.status !== 'logged' && after.placement !== stays.length) {
      if (last !== undefined) stays.splice(-1, 1, { ...last, to: ends });
      const { sensitive } = after;
      const to = Number.POSITIVE_INFINITY;
      stays.push({ channel: channelOf(after, handbook, surface), sensitive, from: begins, to });
    }
    before = after;
  }
  return stays;
}

/** What was stored together was decided together. */
export function actsOf(history: readonly RecordedEvent[]): readonly (readonly RecordedEvent[])[] {
  return [...Map.groupBy(history, ({ at, actor }) => `${at} ${actor}`).values()];
}
