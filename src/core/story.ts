/**
 * The lines of a card's thread: who did what, in order. A line quotes nobody, since nothing redraws
 * it: words stand on the card alone, where an edit or a deletion reaches them.
 */
import { type Absence, NOBODY_AWAY } from './absence.ts';
import { type DeadlineEvent, isAboutDeadlines } from './deadline-events.ts';
import { onDutyFor } from './duty.ts';
import { HEED_ITSELF, type HeldCause, type MentionEvent, type RecordedEvent } from './events.ts';
import { type FollowUpEvent, isAboutFollowUp } from './follow-up-events.ts';
import { categoryOf, type Duty, departmentOf, type Handbook, nameOf } from './handbook.ts';
import type { DraftVersion } from './mention.ts';
import { listed } from './sentences.ts';
import { isAboutSnooze, type SnoozeEvent } from './snooze.ts';
import { tellDeadline } from './story-deadlines.ts';
import { isAskedAloud, tellFollowUp } from './story-follow-up.ts';
import { person, type StoryLine, type StoryPart, text } from './story-parts.ts';
import { follow, newTeller, type Teller } from './teller.ts';

const SILENT: readonly MentionEvent['type'][] = [
  'opened',
  'rethreaded',
  'woken',
  'not_woken',
  'logged',
  'scheduled',
  'draft_saved',
  'publishing_began',
  'publish_repeated',
  'publish_postponed',
  'noted',
  'note_edited',
  'note_deleted',
  'snoozed',
  'snooze_ended',
];

export function tellsStory(event: MentionEvent): boolean {
  return !SILENT.includes(event.type);
}

/**
 * The lines of a whole history; events that tell nothing have none.
 *
 * @param away now, who are spared what is told to those on duty
 */
export function storyOf(
  history: readonly RecordedEvent[],
  handbook: Handbook,
  away: readonly Absence[] = NOBODY_AWAY,
): readonly StoryLine[] {
  const lines: StoryLine[] = [];
  let teller = newTeller(handbook, away);
  for (const [index, recorded] of history.entries()) {
    teller = follow(teller, recorded.event);
    const next = history[index + 1]?.event;
    const isLoose = isForAll(recorded) && teller.owner === null;
    const aloud = isLoose || isAskedAloud(recorded.event);
    const parts = isFirstMessage(history, index) ? [] : lineOf(recorded, next, teller, aloud);
    if (parts.length > 0) lines.push({ seq: recorded.seq, parts, aloud });
  }
  return lines;
}

/** What is due and nobody has; also where whoever had it turned out to be gone. */
function isForAll(recorded: RecordedEvent): boolean {
  const { event } = recorded;
  if (event.type === 'returned') return event.because === 'gone';
  return isAboutDeadlines(event) && isNews(recorded);
}

/**
 * What nobody has would be read by nobody in its thread. After an outage, though, a channel is not
 * to be flooded with what was missed long ago: the cards say so, and the key contacts are called.
 */
function isNews({ at, event }: RecordedEvent): boolean {
  return !('dueAt' in event) || at < event.dueAt + LATELY_MS;
}

const LATELY_MS = 15 * 60_000;

const NOBODY: Duty = { people: [], groups: [] };

function isFirstMessage(history: readonly RecordedEvent[], index: number): boolean {
  return (
    history[index]?.event.type === 'message_received' && history[index - 1]?.event.type === 'opened'
  );
}

function lineOf(
  recorded: RecordedEvent,
  next: MentionEvent | undefined,
  teller: Teller,
  aloud: boolean,
): readonly StoryPart[] {
  const { actor, event, at } = recorded;
  const { customer, owner, handbook } = teller;
  if (isAboutSnooze(event)) return [];
  if (isAboutFollowUp(event)) return [text(tellFollowUp(event, customer, handbook))];
  if (!isAboutDeadlines(event)) return tell(event, actor, next, teller);
  // Who would be told so late of many at once is spared it.
  const duty = aloud ? onDutyFor(teller, handbook, teller.away) : NOBODY;
  return tellDeadline(event, at, owner, duty, handbook);
}

function tell(
  event: Exclude<MentionEvent, DeadlineEvent | SnoozeEvent | FollowUpEvent>,
  actor: string,
  next: MentionEvent | undefined,
  teller: Teller,
): readonly StoryPart[] {
  const { handbook, customer } = teller;
  const who = nameOf(handbook, actor);
  switch (event.type) {
    case 'message_received':
      if (next !== undefined && SPEAKS_FOR_IT.includes(next.type)) return [];
      return [text(`${customer} wrote again.`), ...nudge(asOf(next, teller), ' You have this.')];
    case 'message_edited':
      return next?.type === 'held' ? [] : [text(`${customer} edited the post.`), ...nudge(teller)];
    case 'message_deleted':
      return next?.type === 'held' ? [] : [text(`${customer} deleted the post.`), ...nudge(teller)];
    case 'joined':
      return [text(`This turned out to be part of ${event.ref}. It goes on there.`)];
    case 'held':
      return [
        text(
          `Held back: ${HELD[event.cause](customer)} Approvals no longer count; the draft is kept.`,
        ),
        ...nudge(asOf(next, teller)),
      ];
    case 'claimed':
      return [text(`${nameOf(handbook, event.by)} claimed this.`)];
    case 'released':
      return [text(`${who} gave it back to the department.`)];
    case 'assigned':
      return [text(`${who} gave this to `), person(event.to, handbook), text('.')];
    case 'transferred':
      return [text(`${who} transferred this ${way(event, handbook)}.`)];
    case 'made_sensitive':
    case 'made_ordinary':
      return [text(`${who} ${PRIVACY[event.type]}`)];
    case 'categorised':
      return [text(`${who} set the category to ${categoryName(event.category, handbook)}.`)];
    case 'escalated': {
      const why = '. The card says why.';
      // One message tells them of all that the clock calls them for.
      if (event.by === HEED_ITSELF) {
        return [text(`This was escalated to ${nameOf(handbook, event.to)}${why}`)];
      }
      const by = `${nameOf(handbook, event.by)} escalated this to `;
      return [text(by), person(event.to, handbook), text(why)];
    }
    case 'submitted':
      return submitted(event.version, handbook);
    case 'approved':
      return [text(`${nameOf(handbook, event.by)} approved version ${event.version}.`)];
    case 'review_reopened':
      return [text(`${backInReview(event, handbook)}, so it is back in review.`)];
    case 'changes_requested':
      return [
        text(
          `${nameOf(handbook, event.by)} asked for changes to version ${event.version}. The card says which.`,
        ),
        ...nudge(teller),
      ];
    case 'withdrawn':
      return [text(`${nameOf(handbook, event.by)} withdrew version ${event.version}.`)];
    case 'published':
      return [
        text(
          event.by === null
            ? `Version ${event.version} is out.`
            : `${nameOf(handbook, event.by)} says that version ${event.version} was sent.`,
        ),
        ...(event.owes ? [text(` We owe ${customer} an update.`)] : []),
        ...view(event.message.link),
      ];
    case 'corrected':
      return [text(changed(event, 'corrected', handbook)), ...view(event.link)];
    case 'reply_deleted':
      return [text(changed(event, 'deleted', handbook))];
    case 'publish_refused':
      return [
        text(`The network refused version ${event.version}. The card says why.`),
        ...nudge(teller),
      ];
    case 'publish_unknown':
      return [
        text(
          `Nobody can tell whether version ${event.version} went out. Look at the post, then say so on the card.`,
        ),
        ...nudge(teller),
      ];
    case 'said_not_sent':
      return [
        text(`${nameOf(handbook, event.by)} says that version ${event.version} was not sent.`),
      ];
    case 'retried':
      return [text(`${nameOf(handbook, event.by)} tries version ${event.version} once more.`)];
    case 'answered_elsewhere':
      return [text(`${who} answered elsewhere.`), ...view(event.message.link)];
    case 'resolved':
      if (event.silentMs !== null) return [text(`Resolved: ${event.outcome}.`)];
      return [text(`${who} resolved this: ${event.outcome}.`)];
    case 'dismissed':
      return [text(`${who} dismissed this: ${event.reason}.`)];
    case 'reopened':
      return [text(`${who} reopened this.`)];
    case 'owner_left':
    case 'returned':
      return freed(event, handbook);
    case 'restored':
    case 'muted':
    case 'unmuted':
      return offTheDesk(event, who, teller);
    case 'opened':
    case 'rethreaded':
    case 'woken':
    case 'not_woken':
    case 'logged':
    case 'scheduled':
    case 'draft_saved':
    case 'publishing_began':
    case 'publish_repeated':
    case 'publish_postponed':
    case 'noted':
    case 'note_edited':
    case 'note_deleted':
      return [];
    default:
      return event satisfies never;
  }
}

/** What is told, or meant to be silent, in place of "wrote again". */
const SPEAKS_FOR_IT: readonly MentionEvent['type'][] = ['held', 'restored', 'not_woken'];

function offTheDesk(
  event: MentionEvent & { type: 'restored' | 'muted' | 'unmuted' },
  who: string,
  { customer }: Teller,
): readonly StoryPart[] {
  switch (event.type) {
    case 'restored':
      if (event.because === 'asked') return [text(`${who} restored this to the desk.`)];
      return [text(`This was logged, off the desk, until ${customer} wrote again.`)];
    case 'muted':
      return [
        text(`${who} muted ${customer} until `),
        { type: 'instant', at: event.until },
        text('. The card says why.'),
      ];
    case 'unmuted':
      return [text(`${who} ended the mute: what ${customer} writes comes here again.`)];
    default:
      return event satisfies never;
  }
}

function freed(
  event: MentionEvent & { type: 'owner_left' | 'returned' },
  handbook: Handbook,
): readonly StoryPart[] {
  const who = nameOf(handbook, event.owner);
  if (event.type === 'owner_left') {
    return [text(`${who} is no longer in the handbook, so this is free again.`)];
  }
  const { because, until, drafted } = event;
  const rest = `this is anybody's again.${drafted ? ' The draft is kept.' : ''}`;
  if (because === 'gone') return [text(`${who} cannot be reached here; ${rest}`)];
  if (until === null) return [text(`${who} is away; ${rest}`)];
  return [text(`${who} is away until `), { type: 'instant', at: until }, text(`; ${rest}`)];
}

/** Nobody is nudged: who was asked got a direct message. */
function submitted(version: DraftVersion, handbook: Handbook): readonly StoryPart[] {
  const { asked, askedBy } = version;
  const said = `${nameOf(handbook, version.author)} submitted version ${version.n}${PURPOSE[version.replaces?.type ?? 'reply']}.`;
  if (asked.length === 0 || askedBy === null) return [text(said)];
  const who = namesOf(asked, handbook);
  return [text(`${said} ${who} must agree first, as ${nameOf(handbook, askedBy)} asked.`)];
}

const PURPOSE = {
  reply: '',
  correct: ', which corrects our reply',
  delete: ', which deletes our reply',
} as const;

function changed(
  { version, by }: { readonly version: number; readonly by: string | null },
  how: string,
  handbook: Handbook,
): string {
  if (by === null) return `Version ${version} is through: our reply is ${how}.`;
  return `${nameOf(handbook, by)} says that our reply is ${how}.`;
}

function backInReview(
  { version, needed, asked }: MentionEvent & { type: 'review_reopened' },
  handbook: Handbook,
): string {
  if (asked.length > 0) return `Version ${version} waits for ${namesOf(asked, handbook)}`;
  return `Version ${version} needs ${approvals(needed)} now`;
}

function namesOf(emails: readonly string[], handbook: Handbook): string {
  return listed(emails.map((email) => nameOf(handbook, email)));
}

const PRIVACY = {
  made_sensitive: 'made this sensitive. Only those who are named for it see it now.',
  made_ordinary: 'says that this is not sensitive. All of the department see it now.',
} as const;

const HELD: Readonly<Record<HeldCause, (customer: string) => string>> = {
  wrote_again: (customer) => `${customer} wrote again before it went out.`,
  edited: (customer) => `${customer} edited the post before it went out.`,
  deleted: (customer) => `${customer} deleted the post before it went out.`,
  moved: () => 'it went to other people before it went out.',
  unable: () => 'it can no longer be published there.',
};

/** A message that wakes a mention for anybody to take tells nobody that they have it. */
function asOf(next: MentionEvent | undefined, teller: Teller): Teller {
  return next?.type === 'woken' || next?.type === 'returned' ? follow(teller, next) : teller;
}

function nudge(teller: Teller, rest = ''): readonly StoryPart[] {
  if (teller.owner === null) return [];
  const told = [text(' '), person(teller.owner, teller.handbook)];
  return rest === '' ? told : [...told, text(rest)];
}

function view(link: string | null): readonly StoryPart[] {
  return link === null ? [] : [text(' '), { type: 'link', label: 'View', url: link }];
}

function way({ from, to }: MentionEvent & { type: 'transferred' }, handbook: Handbook): string {
  return `from ${departmentName(from, handbook)} to ${departmentName(to, handbook)}`;
}

function departmentName(id: string, handbook: Handbook): string {
  return departmentOf(handbook, id)?.name ?? id;
}

function categoryName(id: string, handbook: Handbook): string {
  return categoryOf(handbook, id)?.name ?? id;
}

function approvals(count: number): string {
  return count === 1 ? '1 approval' : `${count} approvals`;
}
