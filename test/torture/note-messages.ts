/** What people wrote in the threads of cards and have not taken back. */
import { actsIn, isNamed } from '../../src/core/audience.ts';
import { personOf } from '../../src/core/handbook.ts';
import type { Books } from './books.ts';
import type { Site } from './site.ts';
import { staysOf } from './stays.ts';

export interface Written {
  /** As the notes are named. */
  readonly id: string;
  readonly text: string;
  /** Whether they may act wherever the mention may have stood. */
  readonly isSure: boolean;
}

export function noteMessages(
  { sandbox: { workspace } }: Site,
  { known, rows, handbook }: Books,
): readonly Written[] {
  const cards = new Map(
    rows.flatMap(({ kind, ts, subject }) =>
      kind === 'card' && ts !== null ? [[ts, subject] as const] : [],
    ),
  );
  const wasSensitive = new Set(
    known
      .filter((one) => staysOf(one, handbook).some(({ sensitive }) => sensitive))
      .map(({ mention }) => mention.id),
  );
  return ['care', 'deliveries', 'people-private'].flatMap((name) => {
    const { id: channel } = workspace.channel(name);
    return workspace.messages(name).flatMap(({ ts, threadTs, user, text, tombstone }) => {
      const of = cards.get(threadTs ?? '');
      if (of === undefined || tombstone || user === workspace.botUserId) return [];
      const person = personOf(handbook, workspace.user(user).email);
      if (person === null) return [];
      const isSure = handbook.departments.every(
        ({ id }) =>
          actsIn(person, id) && (!wasSensitive.has(of) || isNamed(person.email, id, handbook)),
      );
      return [{ id: `${channel}/${threadTs}/${ts}`, text, isSure }];
    });
  });
}
