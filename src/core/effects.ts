/** What must be done outside the database once these events are stored. Ids only, no content. */
import { stillAsked } from './approvals.ts';
import type { MentionEvent } from './events.ts';
import type { Handbook } from './handbook.ts';
import { approvalsOf, type Instant, type Mention, pendingVersion } from './mention.ts';
import { mayReview } from './permits.ts';
import { tellsStory } from './story.ts';

export type Effect =
  /** Draw the card of one placement as it should look now. */
  | { readonly type: 'show_card'; readonly mention: string; readonly placement: number }
  /** Post the thread lines of one placement that are not there yet. */
  | { readonly type: 'tell_story'; readonly mention: string; readonly placement: number }
  /** Ask one reviewer by direct message. */
  | {
      readonly type: 'ask_review';
      readonly mention: string;
      readonly version: string;
      readonly recipient: string;
    }
  /** Redraw the requests for a version that were sent already. */
  | { readonly type: 'settle_reviews'; readonly mention: string; readonly version: string }
  | {
      readonly type: 'publish';
      readonly mention: string;
      readonly version: string;
      readonly at: Instant;
    };

export function effectsOf(
  before: Mention | null,
  after: Mention,
  events: readonly MentionEvent[],
  handbook: Handbook,
): readonly Effect[] {
  if (events.length === 0) return [];
  const effects: Effect[] = [];
  const placements =
    before === null || before.placement === after.placement
      ? [after.placement]
      : [before.placement, after.placement];
  for (const placement of placements) {
    effects.push({ type: 'show_card', mention: after.id, placement });
    if (events.some((event) => tellsStory(event))) {
      effects.push({ type: 'tell_story', mention: after.id, placement });
    }
  }
  return [
    ...effects,
    ...reviewEffects(before, after, events, handbook),
    ...publishEffects(after, events),
  ];
}

function reviewEffects(
  before: Mention | null,
  after: Mention,
  events: readonly MentionEvent[],
  handbook: Handbook,
): readonly Effect[] {
  const effects: Effect[] = [];
  const version = pendingVersion(after);
  if (after.status === 'in_review' && version !== null && asksReview(events)) {
    const done = version.reviews.map((review) => review.person);
    const wanted = [...reviewersOf(after, handbook), ...stillAsked(version, handbook)];
    for (const recipient of new Set(wanted)) {
      if (done.includes(recipient)) continue;
      effects.push({ type: 'ask_review', mention: after.id, version: version.id, recipient });
    }
  }
  const asked = new Set(
    [before?.draft?.versions.at(-1), after.draft?.versions.at(-1)].flatMap((v) => v?.id ?? []),
  );
  for (const id of asked) {
    effects.push({ type: 'settle_reviews', mention: after.id, version: id });
  }
  return effects;
}

function asksReview(events: readonly MentionEvent[]): boolean {
  const asking = ['submitted', 'retried', 'review_reopened', 'categorised'];
  return events.some((event) => asking.includes(event.type));
}

/**
 * Who can give the approvals that are missing: the department's reviewers and leads but the author.
 * Where the quorum cannot be filled from them, the admins too. Nobody once it is filled.
 */
export function reviewersOf(mention: Mention, handbook: Handbook): readonly string[] {
  const version = pendingVersion(mention);
  if (version !== null && approvalsOf(version) >= version.needed) return [];
  const able = handbook.people.filter((person) => mayReview(person, mention));
  const near = able.filter((person) => person.role !== 'admin');
  const asked = near.length >= (version?.needed ?? 1) ? near : able;
  return asked.map((person) => person.email);
}

function publishEffects(after: Mention, events: readonly MentionEvent[]): readonly Effect[] {
  const version = pendingVersion(after);
  const scheduled = events.some((e) => e.type === 'scheduled' || e.type === 'publish_postponed');
  if (!scheduled || version === null || after.sendAt === null) return [];
  return [{ type: 'publish', mention: after.id, version: version.id, at: after.sendAt }];
}
