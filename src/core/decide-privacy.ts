/**
 * Whether a mention is for its department or for the few of its private desk. Either way it goes to
 * other people: what was to be sent waits until they have read it, and whoever had it keeps it only
 * if they are among them.
 */
import { actsIn, isNamed, privateDeskOf } from './audience.ts';
import { accept, type Context, type Decision, type PersonCommand, refuse } from './commands.ts';
import type { MentionEvent } from './events.ts';
import { departmentOf, type Handbook, type Person, personOf } from './handbook.ts';
import type { Mention, Status } from './mention.ts';

type PrivacyCommand = PersonCommand & { type: 'make_sensitive' | 'make_ordinary' };

export function decidePrivacy(
  mention: Mention,
  command: PrivacyCommand,
  { email: by }: Person,
  { handbook }: Context,
): Decision {
  switch (command.type) {
    case 'make_sensitive': {
      if (!hasPrivateDesk(mention, handbook)) return refuse('not_now', noDesk(mention, handbook));
      const freed = frees(
        mention,
        ({ email }) => isNamed(email, mention.department, handbook),
        handbook,
      );
      return accept([...hold(mention), { type: 'made_sensitive', by, freed }]);
    }
    case 'make_ordinary': {
      const freed = frees(mention, (person) => actsIn(person, mention.department), handbook);
      return accept([...hold(mention), { type: 'made_ordinary', by, freed }]);
    }
    default:
      return command satisfies never;
  }
}

export function hasPrivateDesk({ department }: Mention, handbook: Handbook): boolean {
  return privateDeskOf(handbook, department) !== null;
}

function noDesk({ department: id }: Mention, handbook: Handbook): string {
  const name = departmentOf(handbook, id)?.name ?? id;
  return `The handbook names no private channel for ${name}. Ask an admin to add one.`;
}

/** Whoever closed it stays on record, so that it can be told who did. */
const CLOSED: readonly Status[] = ['dismissed', 'resolved'];

function frees(
  { owner, status }: Mention,
  keeps: (person: Person) => boolean,
  handbook: Handbook,
): boolean {
  if (owner === null || CLOSED.includes(status)) return false;
  const person = personOf(handbook, owner);
  return person === null || !keeps(person);
}

function hold({ status }: Mention): readonly MentionEvent[] {
  const waiting = status === 'in_review' || status === 'scheduled';
  return waiting ? [{ type: 'held', cause: 'moved' }] : [];
}
