/** What must be done outside the database once these events are stored. Ids only, no content. */
import type { Absence } from './absence.ts';
import { stillAsked } from './approvals.ts';
import { HEED_ITSELF, type MentionEvent } from './events.ts';
import type { Handbook } from './handbook.ts';
import {
  type ContentId,
  type DraftVersion,
  type Instant,
  type Mention,
  pendingVersion,
} from './mention.ts';
import { onLists, onReminders, reminded } from './reminders.ts';
import { reviewersOf } from './reviewers.ts';
import { calledByClock } from './rungs.ts';
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
  /**
   * Somebody calls a key contact by direct message; `reason` tells one call from the next. Whom the
   * clock calls is reminded.
   */
  | {
      readonly type: 'call_contact';
      readonly mention: string;
      readonly reason: ContentId;
      readonly recipient: string;
    }
  /** Tell somebody by direct message of what is due; one message gathers all of theirs. */
  | { readonly type: 'remind'; readonly recipient: string }
  /** Redraw what they were reminded of. */
  | { readonly type: 'settle_reminders'; readonly recipient: string }
  /** Redraw the lists of those among these people who have any. */
  | { readonly type: 'redraw_lists'; readonly people: readonly string[] }
  /** Redraw the call that was made already. */
  | { readonly type: 'settle_call'; readonly mention: string; readonly reason: ContentId }
  /**
   * Draw again whatever was ever shown of it, and the lists it may stand on: other people may see it
   * now.
   */
  | { readonly type: 'redraw_all'; readonly mention: string }
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
  away: readonly Absence[],
): readonly Effect[] {
  if (after.status === 'logged') return [];
  if (events.length === 0) return redrawDeadlines(before, after);
  const effects: Effect[] = [];
  const placements =
    before === null || before.placement === after.placement
      ? [after.placement]
      : [before.placement, after.placement];
  for (const placement of placements) {
    effects.push({ type: 'show_card', mention: after.id, placement });
    // What is sensitive tells nothing more where it stood before.
    const tells = placement === after.placement || !after.sensitive;
    if (tells && events.some((event) => tellsStory(event))) {
      effects.push({ type: 'tell_story', mention: after.id, placement });
    }
  }
  return [
    ...effects,
    ...reviewEffects(before, after, events, handbook, away),
    ...callEffects(before, after),
    ...reminderEffects(before, after, events, handbook, away),
    ...audienceEffects(before, after),
    ...publishEffects(after, events),
  ];
}

/** Another handbook may move when something is due, or closes, though nothing happened. */
function redrawDeadlines(before: Mention | null, after: Mention): readonly Effect[] {
  const closes = before?.moments.close ?? null;
  if (before?.deadlines === after.deadlines && closes === after.moments.close) return [];
  return [{ type: 'show_card', mention: after.id, placement: after.placement }];
}

/**
 * What another handbook, or somebody who goes away, changes about a mention though nothing happened
 * to it: a version in review is asked of whoever can review it now, and of nobody else.
 */
export function effectsOfHandbook(
  mention: Mention,
  handbook: Handbook,
  away: readonly Absence[],
): readonly Effect[] {
  const version = pendingVersion(mention);
  const called = calledByClock(mention);
  // Others may be named for it now.
  const all: readonly Effect[] = mention.sensitive
    ? [
        { type: 'redraw_all', mention: mention.id },
        ...(called === null ? [] : [{ type: 'settle_reminders', recipient: called } as const]),
      ]
    : [];
  if (mention.status !== 'in_review' || version === null) return all;
  return [
    ...all,
    { type: 'show_card', mention: mention.id, placement: mention.placement },
    ...askReviewers(mention, version, handbook, away),
    { type: 'settle_reviews', mention: mention.id, version: version.id },
  ];
}

function askReviewers(
  mention: Mention,
  version: DraftVersion,
  handbook: Handbook,
  away: readonly Absence[],
): readonly Effect[] {
  const done = version.reviews.map((review) => review.person);
  const wanted = [
    ...reviewersOf(mention, handbook, away),
    ...stillAsked(mention, version, handbook),
  ];
  return [...new Set(wanted)]
    .filter((recipient) => !done.includes(recipient))
    .map((recipient) => ({
      type: 'ask_review' as const,
      mention: mention.id,
      version: version.id,
      recipient,
    }));
}

function reviewEffects(
  before: Mention | null,
  after: Mention,
  events: readonly MentionEvent[],
  handbook: Handbook,
  away: readonly Absence[],
): readonly Effect[] {
  const effects: Effect[] = [];
  const version = pendingVersion(after);
  if (after.status === 'in_review' && version !== null && asksReview(events)) {
    effects.push(...askReviewers(after, version, handbook, away));
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

function callEffects(before: Mention | null, after: Mention): readonly Effect[] {
  const effects: Effect[] = [];
  const [was, is] = [before?.escalation ?? null, after.escalation];
  const mention = after.id;
  if (was !== null) effects.push({ type: 'settle_call', mention, reason: was.reason });
  if (is !== null && is.by !== HEED_ITSELF && is.reason !== was?.reason) {
    effects.push({ type: 'call_contact', mention, reason: is.reason, recipient: is.to });
  }
  return effects;
}

function reminderEffects(
  before: Mention | null,
  after: Mention,
  events: readonly MentionEvent[],
  handbook: Handbook,
  away: readonly Absence[],
): readonly Effect[] {
  const told = reminded(after, events, handbook, away);
  const settled = before === null ? [] : onReminders(before, handbook, away);
  const people = onLists(after, events, handbook, away);
  return [
    ...(people.length === 0 ? [] : [{ type: 'redraw_lists', people } as const]),
    // Everybody's are locked in one order.
    ...[...new Set([...told, ...settled])].toSorted().map((recipient) => {
      const type = told.includes(recipient) ? 'remind' : 'settle_reminders';
      return { type, recipient } as const;
    }),
  ];
}

function audienceEffects(before: Mention | null, after: Mention): readonly Effect[] {
  const moved = before !== null && before.placement !== after.placement;
  if (!moved || !(before.sensitive || after.sensitive)) return [];
  return [{ type: 'redraw_all', mention: after.id }];
}

function publishEffects(after: Mention, events: readonly MentionEvent[]): readonly Effect[] {
  const version = pendingVersion(after);
  const scheduled = events.some((e) => e.type === 'scheduled' || e.type === 'publish_postponed');
  if (!scheduled || version === null || after.sendAt === null) return [];
  return [{ type: 'publish', mention: after.id, version: version.id, at: after.sendAt }];
}
