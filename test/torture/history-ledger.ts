/** Holds every mention's history against the rules: the table of states, and the row it made. */
import type { CommandType } from '../../src/core/commands.ts';
import type { EventType, RecordedEvent } from '../../src/core/events.ts';
import { evolve } from '../../src/core/evolve.ts';
import type { Mention, Note } from '../../src/core/mention.ts';
import { allows } from '../support/states-table.ts';
import type { Books, Known } from './books.ts';
import { noteMessages, type Written } from './note-messages.ts';
import type { Site } from './site.ts';
import { actsOf } from './stays.ts';

/** Its events lead to what is stored, along ways that the table of states has. */
export function checkHistories({ known }: Pick<Books, 'known'>): readonly string[] {
  return known.flatMap((one) => [...checkWays(one), ...checkRow(one)]);
}

function checkRow({ mention, history }: Known): readonly string[] {
  const replayed = replay(history);
  // No event says which act was the last, nor when something is due.
  const [stored, wanted] = [mention, replayed].map((one) =>
    sorted({ ...one, lastAct: null, deadlines: [], moments: null }),
  );
  return stored === wanted
    ? []
    : [`${mention.ref} is stored as ${stored}, its events say ${wanted}`];
}

function replay(history: readonly RecordedEvent[]): Mention | null {
  return history.reduce<Mention | null>((state, event) => evolve(state, event), null);
}

function checkWays({ mention, history }: Known): readonly string[] {
  const wrong: string[] = [];
  let before: Mention | null = null;
  for (const events of actsOf(history)) {
    const after: Mention | null = events.reduce(evolve, before);
    if (before !== null && after !== null && !isAllowed(before, after, events)) {
      const what = events.map(({ event }) => event.type).join(', ');
      wrong.push(`${mention.ref} went from ${before.status} to ${after.status} by ${what}`);
    }
    before = after;
  }
  return wrong;
}

function isAllowed(before: Mention, after: Mention, events: readonly RecordedEvent[]): boolean {
  return events
    .flatMap(({ event }) => CAUSES[event.type])
    .some((command) => allows(command, before.status, after.status));
}

/** What a person, a source or Heed did that had this event come about. */
const CAUSES: Readonly<Record<EventType, readonly CommandType[]>> = {
  opened: ['open'],
  message_received: ['receive', 'open'],
  message_edited: ['edit_post'],
  message_deleted: ['delete_post'],
  rethreaded: ['rethread'],
  joined: ['join'],
  woken: ['receive'],
  not_woken: ['receive'],
  logged: ['open'],
  restored: ['restore', 'receive'],
  muted: ['mute'],
  unmuted: ['unmute'],
  made_sensitive: ['make_sensitive'],
  made_ordinary: ['make_ordinary'],
  held: [
    ...(['receive', 'edit_post', 'delete_post', 'begin_publishing'] as const),
    ...(['make_sensitive', 'make_ordinary'] as const),
  ],
  claimed: ['claim'],
  released: ['release'],
  assigned: ['assign'],
  transferred: ['transfer'],
  categorised: ['category'],
  escalated: ['escalate', 'tick'],
  draft_saved: ['save_draft'],
  submitted: ['submit', 'edit_and_approve', 'correct', 'delete'],
  approved: ['approve'],
  scheduled: ['approve', 'begin_publishing'],
  review_reopened: ['approve', 'begin_publishing', 'category'],
  changes_requested: ['request_changes'],
  withdrawn: ['withdraw'],
  publishing_began: ['begin_publishing'],
  publish_repeated: ['repeat_publishing'],
  published: ['sent'],
  corrected: ['sent'],
  reply_deleted: ['sent'],
  publish_postponed: ['not_sent'],
  publish_refused: ['not_sent'],
  publish_unknown: ['not_sent'],
  said_not_sent: ['say_not_sent'],
  retried: ['retry'],
  answered_elsewhere: ['answered_elsewhere'],
  resolved: ['resolve', 'tick'],
  dismissed: ['dismiss'],
  reopened: ['reopen'],
  returned: ['receive', 'tick', 'owner_gone'],
  follow_up_due: ['tick'],
  follow_up_dropped: ['drop_follow_up'],
  touched_base: ['touch_base'],
  owner_left: ['owner_left'],
  noted: ['note'],
  note_edited: ['note'],
  note_deleted: ['note'],
  snoozed: ['snooze'],
  snooze_ended: ['tick'],
  deadline_neared: ['tick'],
  deadline_breached: ['tick'],
};

/**
 * Each note stands with the words that stand in its thread, and what was taken back stands nowhere.
 * Whoever may not act in a department is not kept there, which depends on where the mention was.
 */
export function checkNotes(site: Site, books: Books): readonly string[] {
  return compareNotes(noteMessages(site, books), books);
}

export function compareNotes(
  written: readonly Written[],
  { known }: Pick<Books, 'known'>,
): readonly string[] {
  const kept = new Map(
    known.flatMap(({ mention, words }) =>
      mention.notes.map((note): [string, string | null] => [note.id, wordsOf(note, words)]),
    ),
  );
  const wrong = written.flatMap(({ id, text, isSure }) => {
    const words = kept.get(id) ?? null;
    if (words === text || (words === null && !isSure)) return [];
    return [`the note "${text}" is kept as "${words}"`];
  });
  const standing = new Set(written.map(({ id }) => id));
  const left = [...kept].filter(([id, words]) => words !== null && !standing.has(id));
  return [...wrong, ...left.map(([, words]) => `the note "${words}" was taken back, and is kept`)];
}

function wordsOf({ content, deletedAt }: Note, words: Known['words']): string | null {
  return content === null || deletedAt !== null ? null : (words.get(content) ?? null);
}

/** As text, in which the order of keys says nothing. */
export function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
