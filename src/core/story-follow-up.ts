/** How a card's thread tells of touching base. */
import type { MentionEvent } from './events.ts';
import type { FollowUpEvent } from './follow-up-events.ts';
import { type Handbook, nameOf } from './handbook.ts';

/** Nobody is nudged: whoever is asked reads of it in a direct message. */
export function tellFollowUp(event: FollowUpEvent, customer: string, handbook: Handbook): string {
  switch (event.type) {
    case 'follow_up_due':
      if (event.to === null) return `Who touches base with ${customer}? The card has the button.`;
      return `${nameOf(handbook, event.to)} is asked to touch base with ${customer} again.`;
    case 'follow_up_dropped':
      return `${nameOf(handbook, event.by)} says that nobody needs to touch base.`;
    case 'touched_base':
      return `${nameOf(handbook, event.by)} touches base with ${customer} again.`;
    default:
      return event satisfies never;
  }
}

/** What is asked of everybody would be read by nobody in its thread. */
export function isAskedAloud(event: MentionEvent): boolean {
  return event.type === 'follow_up_due' && event.to === null;
}
