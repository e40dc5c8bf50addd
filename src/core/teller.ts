/** What whoever tells a history knows of the mention by then: whose it is, and where it stands. */
import type { Absence } from './absence.ts';
import type { MentionEvent } from './events.ts';
import type { Handbook } from './handbook.ts';

export interface Teller {
  readonly customer: string;
  readonly owner: string | null;
  readonly department: string;
  readonly sensitive: boolean;
  readonly handbook: Handbook;
  readonly away: readonly Absence[];
}

/** Before anything has happened. */
export function newTeller(handbook: Handbook, away: readonly Absence[]): Teller {
  const nowhere = { department: '', sensitive: false } as const;
  return { ...nowhere, customer: 'The customer', owner: null, handbook, away };
}

/** What it knows once this has happened too. */
export function follow(teller: Teller, event: MentionEvent): Teller {
  switch (event.type) {
    case 'opened':
      return {
        ...teller,
        customer: event.author.name,
        department: event.department,
        sensitive: event.sensitive,
      };
    case 'claimed':
    case 'touched_base':
      return { ...teller, owner: event.by };
    case 'assigned':
      return { ...teller, owner: event.to };
    case 'made_sensitive':
    case 'made_ordinary': {
      const owner = event.freed ? null : teller.owner;
      return { ...teller, owner, sensitive: event.type === 'made_sensitive' };
    }
    case 'transferred':
      return { ...teller, owner: null, department: event.to };
    case 'released':
    case 'reopened':
    case 'owner_left':
    case 'returned':
      return { ...teller, owner: null };
    case 'woken':
      return event.to === 'unclaimed' ? { ...teller, owner: null } : teller;
    default:
      return teller;
  }
}
