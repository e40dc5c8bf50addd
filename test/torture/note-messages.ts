/** What people wrote in the threads of cards and have not taken back. */
import { actsIn } from '../../src/core/audience.ts';
import { personOf } from '../../src/core/handbook.ts';
import type { Books } from './books.ts';
import type { Site } from './site.ts';

interface Written {
  /** As the notes are named. */
  readonly id: string;
  readonly text: string;
  /** Whether they may act wherever the mention may have stood. */
  readonly isSure: boolean;
}

export function noteMessages(
  { sandbox: { workspace } }: Site,
  { rows, handbook }: Books,
): readonly Written[] {
  const cards = new Set(rows.filter(({ kind }) => kind === 'card').map(({ ts }) => ts));
  return ['care', 'deliveries'].flatMap((name) => {
    const { id: channel } = workspace.channel(name);
    return workspace.messages(name).flatMap(({ ts, threadTs, user, text, tombstone }) => {
      const isNote = threadTs !== undefined && cards.has(threadTs) && !tombstone;
      if (!isNote || user === workspace.botUserId) return [];
      const person = personOf(handbook, workspace.user(user).email);
      if (person === null) return [];
      const isSure = handbook.departments.every(({ id }) => actsIn(person, id));
      return [{ id: `${channel}/${threadTs}/${ts}`, text, isSure }];
    });
  });
}
