/** What becomes of a mention when somebody is to touch base with its author. */
import type { MentionEvent } from './events.ts';
import type { Instant, Mention } from './mention.ts';

export type FollowUpEvent = Extract<
  MentionEvent,
  { type: 'follow_up_due' } | { type: 'follow_up_dropped' } | { type: 'touched_base' }
>;

const TYPES: readonly MentionEvent['type'][] = [
  ...(['follow_up_due', 'follow_up_dropped', 'touched_base'] as const),
];

export function isAboutFollowUp(event: MentionEvent): event is FollowUpEvent {
  return TYPES.includes(event.type);
}

export function followedUp(mention: Mention, event: FollowUpEvent, at: Instant): Mention {
  switch (event.type) {
    case 'follow_up_due':
      return { ...mention, followUp: 'asked' };
    case 'follow_up_dropped':
      return { ...mention, followUp: 'over' };
    case 'touched_base':
      return touchBase(mention, event.by, at);
    default:
      return event satisfies never;
  }
}

/** The same cycle goes on, and nothing in it is left unanswered. */
function touchBase(mention: Mention, owner: string, ownedSince: Instant): Mention {
  const open = { status: 'claimed', owner, ownedSince, verdict: null, closedAt: null } as const;
  return { ...mention, ...open, followUp: 'touched', answersThrough: mention.heard };
}
