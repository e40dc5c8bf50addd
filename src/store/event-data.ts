/**
 * Events as they stand in the database. The table below knows the shape of each type, so that what
 * is read back is what the core expects; adding an event to the core is an error here until its
 * shape is added too.
 */
import { z } from 'zod';
import { METRICS, MISS_CAUSES } from '../core/deadline.ts';
import type { EventType, MentionEvent, RecordedEvent } from '../core/events.ts';
import type { Attempt, Author, DraftVersion, Message, Note } from '../core/mention.ts';
import { Attachments, VersionReplaces } from './json-columns.ts';
import type { event } from './schema.ts';

const FORMAT = 1;

const text = z.string();
const number = z.number();
const version = number;

const author: z.ZodType<Author> = z.object({ externalId: text, handle: text, name: text });

const message: z.ZodType<Message> = z.object({
  id: text,
  externalId: text.nullable(),
  parentId: text.nullable(),
  direction: z.enum(['inbound', 'outbound']),
  kind: text,
  content: text.nullable(),
  link: text.nullable(),
  context: text.nullable(),
  attachments: Attachments,
  postedAt: number,
  receivedAt: number,
  editedAt: number.nullable(),
  deletedAt: number.nullable(),
  writtenBy: text.nullable(),
  approvedBy: z.array(text),
});

/** What events lacked before anybody could be asked: then only reviewers reviewed. */
const reviewedAs = z.enum(['reviewer', 'asked']).default('reviewer');
const owes = z.boolean().default(false);
const asked = z.array(text).default([]);
const metric = z.enum(METRICS);
const cause = z.enum(MISS_CAUSES);
const because = z.enum(['rule', 'muted']);

const attempt: z.ZodType<Attempt> = z.object({
  id: text,
  n: number,
  startedAt: number,
  endedAt: number.nullable(),
  outcome: z.enum(['published', 'refused', 'postponed', 'unknown']).nullable(),
});

const draftVersion: z.ZodType<DraftVersion> = z.object({
  id: text,
  n: number,
  author: text,
  content: text,
  at: number,
  replyTo: text,
  heard: number,
  needed: number,
  asked,
  askedBy: text.nullable().default(null),
  owes,
  replaces: VersionReplaces.nullable().default(null),
  accepted: z.array(text),
  reviews: z.array(
    z.object({
      person: text,
      verdict: z.enum(['approved', 'changes']),
      as: reviewedAs,
      reason: text.nullable(),
      at: number,
    }),
  ),
  attempts: z.array(attempt),
});

const note: z.ZodType<Note> = z.object({
  id: text,
  by: text,
  at: number,
  content: text.nullable(),
  editedAt: number.nullable(),
  deletedAt: number.nullable(),
});

function shape<T extends EventType, S extends z.ZodRawShape>(type: T, fields: S) {
  return z.object({ type: z.literal(type), ...fields });
}

type Shapes = {
  readonly [T in EventType]: z.ZodType<Extract<MentionEvent, { readonly type: T }>>;
};

const SHAPES: Shapes = {
  opened: shape('opened', {
    id: text,
    ref: text,
    source: text,
    network: text,
    threadRoot: text,
    author,
    department: text,
    category: text.nullable(),
    floor: number,
    sensitive: z.boolean().default(false),
  }),
  message_received: shape('message_received', { message }),
  message_edited: shape('message_edited', {
    message: text,
    content: text,
    attachments: Attachments,
    editedAt: number,
  }),
  message_deleted: shape('message_deleted', { message: text, deletedAt: number }),
  rethreaded: shape('rethreaded', { threadRoot: text }),
  joined: shape('joined', { into: text, ref: text }),
  woken: shape('woken', { to: z.enum(['claimed', 'unclaimed']) }),
  not_woken: shape('not_woken', { because }),
  logged: shape('logged', { because }),
  restored: shape('restored', {
    because: z.enum(['asked', 'wrote_again']),
    department: text,
    category: text.nullable(),
    floor: number,
    sensitive: z.boolean(),
  }),
  muted: shape('muted', { by: text, until: number, reason: text }),
  unmuted: shape('unmuted', { by: text }),
  held: shape('held', { cause: z.enum(['wrote_again', 'edited', 'deleted', 'unable', 'moved']) }),
  claimed: shape('claimed', { by: text }),
  released: shape('released', {}),
  assigned: shape('assigned', { to: text }),
  transferred: shape('transferred', { from: text, to: text }),
  made_sensitive: shape('made_sensitive', { by: text, freed: z.boolean() }),
  made_ordinary: shape('made_ordinary', { by: text, freed: z.boolean() }),
  categorised: shape('categorised', { category: text, floor: number, needed: number }),
  escalated: shape('escalated', { rung: number, to: text, by: text, reason: text }),
  draft_saved: shape('draft_saved', { draft: text, content: text }),
  submitted: shape('submitted', { draft: text, version: draftVersion }),
  approved: shape('approved', { version, by: text, as: reviewedAs }),
  scheduled: shape('scheduled', { version, sendAt: number }),
  review_reopened: shape('review_reopened', { version, needed: number, asked }),
  changes_requested: shape('changes_requested', {
    version,
    by: text,
    as: reviewedAs,
    reason: text,
  }),
  withdrawn: shape('withdrawn', { version, by: text }),
  publishing_began: shape('publishing_began', { version, attempt }),
  publish_repeated: shape('publish_repeated', { version, attempt }),
  published: shape('published', { version, message, by: text.nullable(), nextDraft: text, owes }),
  corrected: shape('corrected', {
    version,
    message: text,
    content: text,
    writtenBy: text,
    approvedBy: z.array(text),
    externalId: text.nullable(),
    link: text.nullable(),
    by: text.nullable(),
    nextDraft: text,
  }),
  reply_deleted: shape('reply_deleted', {
    version,
    message: text,
    by: text.nullable(),
    nextDraft: text,
  }),
  publish_postponed: shape('publish_postponed', { version, sendAt: number }),
  publish_refused: shape('publish_refused', { version, reason: text }),
  publish_unknown: shape('publish_unknown', { version }),
  said_not_sent: shape('said_not_sent', { version, by: text }),
  retried: shape('retried', { version, by: text, reviewsVoid: z.boolean() }),
  answered_elsewhere: shape('answered_elsewhere', { message }),
  resolved: shape('resolved', { outcome: text, silentMs: number.nullable().default(null) }),
  dismissed: shape('dismissed', { reason: text }),
  follow_up_due: shape('follow_up_due', { to: text.nullable() }),
  follow_up_dropped: shape('follow_up_dropped', { by: text }),
  touched_base: shape('touched_base', { by: text }),
  reopened: shape('reopened', {}),
  owner_left: shape('owner_left', { owner: text }),
  returned: shape('returned', {
    owner: text,
    because: z.enum(['away', 'gone']),
    until: number.nullable(),
    drafted: z.boolean(),
  }),
  noted: shape('noted', { note }),
  note_edited: shape('note_edited', { note: text, content: text, editedAt: number }),
  note_deleted: shape('note_deleted', { note: text, by: text, deletedAt: number }),
  deadline_neared: shape('deadline_neared', { metric, n: number, warning: number, dueAt: number }),
  snoozed: shape('snoozed', { until: number }),
  snooze_ended: shape('snooze_ended', {}),
  deadline_breached: shape('deadline_breached', { metric, n: number, cause, dueAt: number }),
};

type EventRow = typeof event.$inferSelect;

/**
 * An event for the table. Attachments stay out: their descriptions are people's words, and events
 * cannot be erased.
 */
export function eventRow(mention: string, recorded: RecordedEvent): EventRow {
  const { seq, at, actor, handbook } = recorded;
  const { type, ...data } = withoutAttachments(recorded.event);
  return { mention, seq, type, format: FORMAT, at, actor, handbook, data };
}

function withoutAttachments(event: MentionEvent): MentionEvent {
  switch (event.type) {
    case 'message_received':
      return { ...event, message: { ...event.message, attachments: [] } };
    case 'message_edited':
      return { ...event, attachments: [] };
    default:
      return event;
  }
}

/** An event from the table; null for one that only a newer version of Heed understands. */
export function readEvent(row: EventRow): RecordedEvent | null {
  if (row.format > FORMAT || !isKnown(row.type)) return null;
  const shape: z.ZodType<MentionEvent> = SHAPES[row.type];
  const read = shape.safeParse(Object.assign({ type: row.type }, row.data));
  if (!read.success) {
    throw new Error(`event ${row.seq} of mention ${row.mention} is damaged: ${read.error.message}`);
  }
  const { seq, at, actor, handbook } = row;
  return { seq, at, actor, handbook, event: read.data };
}

function isKnown(type: string): type is EventType {
  return Object.hasOwn(SHAPES, type);
}
