/** Between the core's values and the rows that hold them. */
import { z } from 'zod';
import { type Deadline, pressingDue } from '../core/deadline.ts';
import type {
  Attempt,
  Draft,
  DraftVersion,
  Mention,
  Message,
  Note,
  Review,
  Status,
} from '../core/mention.ts';
import { waitingSince } from '../core/overview.ts';
import { calledByClock } from '../core/rungs.ts';
import { nextMoment } from '../core/sla.ts';
import {
  Attachments,
  CalledContact,
  DraftHold,
  LastAct,
  MentionMoments,
  Texts,
  VersionReplaces,
} from './json-columns.ts';
import type { attempt, draft, draftVersion, mention, message, note, review } from './schema.ts';

type MentionRow = typeof mention.$inferSelect;
type MessageRow = typeof message.$inferSelect;
type NoteRow = typeof note.$inferSelect;
type DraftRow = typeof draft.$inferSelect;
type VersionRow = typeof draftVersion.$inferSelect;
type ReviewRow = typeof review.$inferSelect;
type AttemptRow = typeof attempt.$inferSelect;

export const Statuses = z.enum([
  'unclaimed',
  'claimed',
  'in_review',
  'scheduled',
  'publishing',
  'unsure',
  'answered',
  'dismissed',
  'resolved',
  'logged',
] as const satisfies readonly Status[]);

export function mentionRow(value: Mention): MentionRow {
  const { author, messages: _, draft: __, notes: ___, deadlines, seq, ...columns } = value;
  return {
    ...columns,
    author: author.externalId,
    authorHandle: author.handle,
    authorName: author.name,
    lastSeq: seq,
    waitingSince: waitingSince(value),
    nextDueAt: nextMoment(value),
    pressingDueAt: pressingDue(deadlines),
    calledByClock: calledByClock(value),
  };
}

export function readMentionRow(
  row: MentionRow,
  messages: readonly Message[],
  notes: readonly Note[],
  openDraft: Draft | null,
  deadlines: readonly Deadline[],
): Mention {
  const {
    author,
    authorHandle,
    authorName,
    lastSeq,
    waitingSince: _,
    nextDueAt: __,
    pressingDueAt: ___,
    calledByClock: ____,
    ...columns
  } = row;
  return {
    ...columns,
    status: Statuses.parse(row.status),
    author: { externalId: author, handle: authorHandle, name: authorName },
    escalation: CalledContact.nullable().parse(row.escalation),
    moments: MentionMoments.parse(row.moments),
    lastAct: LastAct.parse(row.lastAct),
    seq: lastSeq,
    messages,
    notes,
    draft: openDraft,
    deadlines,
  };
}

export function messageRow(value: Message, of: Mention, position: number): MessageRow {
  return { ...value, mention: of.id, source: of.source, position };
}

export function readMessageRow(row: MessageRow): Message {
  const { mention: _, source: __, position: ___, attachments, approvedBy, ...columns } = row;
  return {
    ...columns,
    attachments: Attachments.parse(attachments),
    approvedBy: Texts.parse(approvedBy),
  };
}

export function noteRow(value: Note, of: Mention, position: number): NoteRow {
  return { ...value, mention: of.id, position };
}

export function readNoteRow({ mention: _, position: __, ...value }: NoteRow): Note {
  return value;
}

export function draftRow(value: Draft, of: Mention): DraftRow {
  return { id: value.id, mention: of.id, state: 'open', saved: value.saved, hold: value.hold };
}

export function readDraftRow(row: DraftRow, versions: readonly DraftVersion[]): Draft {
  const hold = DraftHold.nullable().parse(row.hold);
  return { id: row.id, saved: row.saved, hold, versions };
}

export function versionRow(value: DraftVersion, of: Draft): VersionRow {
  const { reviews: _, attempts: __, ...columns } = value;
  return { ...columns, draft: of.id };
}

export function readVersionRow(
  row: VersionRow,
  reviews: readonly Review[],
  attempts: readonly Attempt[],
): DraftVersion {
  const { draft: _, accepted, asked, replaces, ...columns } = row;
  return {
    ...columns,
    accepted: Texts.parse(accepted),
    asked: Texts.parse(asked),
    replaces: VersionReplaces.nullable().parse(replaces),
    reviews,
    attempts,
  };
}

export function reviewRow(value: Review, version: string, position: number): ReviewRow {
  return { ...value, version, position };
}

export function readReviewRow({ version: _, position: __, ...value }: ReviewRow): Review {
  return value;
}

export function attemptRow(value: Attempt, of: Draft, version: string): AttemptRow {
  return { ...value, draft: of.id, version };
}

export function readAttemptRow({ draft: _, version: __, ...value }: AttemptRow): Attempt {
  return value;
}
