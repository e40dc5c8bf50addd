/**
 * The tables. Migrations are made from here by `npx drizzle-kit generate --name <what>`; what
 * drizzle cannot say (the trigger that keeps events as they were written) is SQL in a custom one.
 *
 * People's words stand in `content` alone, so that erasing them is one deletion. Nothing refers to
 * `content` by a foreign key, because a reference outlives the words it named. Each index says
 * which query it is for. The outbox's tables are in `outbox-schema.ts`, mutes in `mute-schema.ts`,
 * absences in `absence-schema.ts`, what surfaces keep in `surface-schema.ts`.
 */
import { sql } from 'drizzle-orm';
import {
  boolean,
  index,
  integer,
  pgSequence,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { instant, json, words } from './columns.ts';

/** Numbers for references such as `H-1000`. */
export const mentionRef = pgSequence('mention_ref', { startWith: 1000 });

/** Whoever wrote to us. Follower counts are for the fairness report and nothing else. */
export const author = pgTable(
  'author',
  {
    source: text().notNull(),
    externalId: words('external_id').notNull(),
    handle: words().notNull(),
    name: words().notNull(),
    followers: integer(),
  },
  (table) => [primaryKey({ columns: [table.source, table.externalId] })],
);

export const mention = pgTable(
  'mention',
  {
    id: text().primaryKey(),
    ref: text().notNull().unique(),
    source: text().notNull(),
    network: text().notNull(),
    threadRoot: words('thread_root').notNull(),
    author: words().notNull(),
    authorHandle: words('author_handle').notNull(),
    authorName: words('author_name').notNull(),
    openedAt: instant('opened_at').notNull(),
    status: text().notNull(),
    owner: text(),
    ownedSince: instant('owned_since'),
    department: text().notNull(),
    category: text(),
    sensitive: boolean().notNull().default(false),
    floor: integer().notNull(),
    cycle: integer().notNull(),
    placement: integer().notNull(),
    sendAt: instant('send_at'),
    escalation: json(),
    /** Why it is kept off the desk. */
    logged: text({ enum: ['rule', 'muted'] }),
    verdict: text(),
    closedAt: instant('closed_at'),
    followUp: text('follow_up', { enum: ['asked', 'touched', 'over'] }),
    answered: boolean().notNull(),
    owes: boolean().notNull().default(false),
    heard: integer().notNull(),
    answersThrough: integer('answers_through').notNull(),
    lastAct: json('last_act'),
    lastSeq: integer('last_seq').notNull(),
    /** Since when the customer waits; long ago for rows from before this was kept. */
    waitingSince: instant('waiting_since').notNull().default(sql`'epoch'`),
    /** Until when its owner is reminded of nothing near. */
    snoozedUntil: instant('snoozed_until'),
    /** When the clock acts of itself; `nextDueAt` is the first of these and of its deadlines. */
    moments: json().notNull().default({}),
    /** When a clock of it matters next; null when none does. */
    nextDueAt: instant('next_due_at'),
    /** By when the first of what is near or was missed is due, or was; null where nothing is. */
    pressingDueAt: instant('pressing_due_at'),
    /** Whom the clock called for what is still missed; null where that is nobody. */
    calledByClock: text('called_by_clock'),
  },
  (table) => [
    // findMention, and one mention per author and thread however many processes take posts in.
    uniqueIndex('mention_thread_author').on(table.source, table.threadRoot, table.author),
    // readAuthorRecord, findOpenBeside, findBeside
    index('mention_author').on(table.source, table.author, table.openedAt),
    // findWaitingReplies
    index('mention_waiting')
      .on(table.id)
      .where(sql`${table.status} in ('scheduled', 'publishing')`),
    // ownedMentions, and listMentions of an owner
    index('mention_owned')
      .on(table.owner, table.status, table.waitingSince)
      .where(sql`${table.owner} is not null and ${table.status} not in ('dismissed', 'resolved')`),
    // readOpenMentions, findOpenCards, countOpen
    index('mention_open')
      .on(table.department)
      .where(sql`${table.status} not in ('dismissed', 'resolved', 'logged')`),
    // listMentions of departments
    index('mention_desk')
      .on(table.department, table.sensitive, table.status, table.waitingSince)
      .where(sql`${table.status} not in ('answered', 'dismissed', 'resolved', 'logged')`),
    // listMentions that press, of an owner and of departments
    index('mention_owned_pressing')
      .on(table.owner, table.status, table.pressingDueAt)
      .where(sql`${table.owner} is not null and ${table.pressingDueAt} is not null`),
    index('mention_desk_pressing')
      .on(table.department, table.sensitive, table.status, table.pressingDueAt)
      .where(sql`${table.pressingDueAt} is not null`),
    // listCalled
    index('mention_called')
      .on(table.calledByClock, table.pressingDueAt, table.id)
      .where(sql`${table.calledByClock} is not null`),
    // readWeekFigures, readFirstOpened
    index('mention_opened').on(table.openedAt),
    // listFollowUps
    index('mention_follow_up')
      .on(table.owner, table.closedAt)
      .where(sql`${table.followUp} = 'asked'`),
    // findDue
    index('mention_due').on(table.nextDueAt, table.id).where(sql`${table.nextDueAt} is not null`),
    // listLogged, countLogged, and how many lately
    index('mention_logged')
      .on(table.openedAt, table.department)
      .where(sql`${table.status} = 'logged'`),
  ],
);

export const message = pgTable(
  'message',
  {
    id: text().primaryKey(),
    mention: text()
      .notNull()
      .references(() => mention.id),
    /** The place in the mention's list, from 0. */
    position: integer().notNull(),
    source: text().notNull(),
    externalId: words('external_id'),
    parentId: words('parent_id'),
    direction: text({ enum: ['inbound', 'outbound'] }).notNull(),
    kind: words().notNull(),
    content: text(),
    link: words(),
    context: words(),
    attachments: json().notNull(),
    postedAt: instant('posted_at').notNull(),
    receivedAt: instant('received_at').notNull(),
    editedAt: instant('edited_at'),
    deletedAt: instant('deleted_at'),
    writtenBy: text('written_by'),
    approvedBy: json('approved_by').notNull(),
  },
  (table) => [
    // loading a mention
    uniqueIndex('message_position').on(table.mention, table.position),
    // findPost, and no post twice.
    uniqueIndex('message_post')
      .on(table.source, table.externalId)
      .where(sql`${table.externalId} is not null`),
    // findPostByLink; a hash, as links may be longer than a tree takes.
    index('message_link').using('hash', table.link),
  ],
);

/** What staff wrote in the thread of a card. */
export const note = pgTable(
  'note',
  {
    mention: text()
      .notNull()
      .references(() => mention.id),
    id: text().notNull(),
    /** The place in the mention's list, from 0. */
    position: integer().notNull(),
    by: text().notNull(),
    at: instant().notNull(),
    content: text(),
    editedAt: instant('edited_at'),
    deletedAt: instant('deleted_at'),
  },
  // loading a mention, and no note twice.
  (table) => [primaryKey({ columns: [table.mention, table.id] })],
);

/** Posts whose deletion arrived before they did. */
export const deletedPost = pgTable(
  'deleted_post',
  {
    source: text().notNull(),
    externalId: words('external_id').notNull(),
    at: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.source, table.externalId] })],
);

/** People's words, and nowhere else. */
export const content = pgTable(
  'content',
  {
    id: text().primaryKey(),
    mention: text()
      .notNull()
      .references(() => mention.id),
    text: words().notNull(),
  },
  // loading a mention
  (table) => [index('content_mention').on(table.mention)],
);

/** What happened. A trigger refuses everything but INSERT. */
export const event = pgTable(
  'event',
  {
    mention: text()
      .notNull()
      .references(() => mention.id),
    seq: integer().notNull(),
    type: text().notNull(),
    /** Raised when the shape of a type's `data` changes. */
    format: integer().notNull(),
    at: instant().notNull(),
    actor: text().notNull(),
    handbook: text().notNull(),
    data: json().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.mention, table.seq] }),
    // readWeekFigures: what people did that is counted
    index('event_deeds')
      .on(table.at)
      .where(
        sql`${table.type} in ('claimed', 'published', 'answered_elsewhere', 'approved', 'changes_requested')`,
      ),
  ],
);

export const draft = pgTable(
  'draft',
  {
    id: text().primaryKey(),
    mention: text()
      .notNull()
      .references(() => mention.id),
    state: text({ enum: ['open', 'closed'] }).notNull(),
    saved: text(),
    hold: json(),
  },
  (table) => [
    // loading a mention, and one open draft at a time.
    uniqueIndex('draft_open').on(table.mention).where(sql`${table.state} = 'open'`),
  ],
);

export const draftVersion = pgTable(
  'draft_version',
  {
    id: text().primaryKey(),
    draft: text()
      .notNull()
      .references(() => draft.id),
    n: integer().notNull(),
    author: text().notNull(),
    content: text().notNull(),
    at: instant().notNull(),
    replyTo: text('reply_to').notNull(),
    heard: integer().notNull(),
    needed: integer().notNull(),
    accepted: json().notNull(),
    asked: json().notNull().default([]),
    askedBy: text('asked_by'),
    owes: boolean().notNull().default(false),
    replaces: json(),
  },
  // loading a mention
  (table) => [uniqueIndex('draft_version_n').on(table.draft, table.n)],
);

export const review = pgTable(
  'review',
  {
    version: text()
      .notNull()
      .references(() => draftVersion.id),
    /** The place in the version's list, from 0. */
    position: integer().notNull(),
    person: text().notNull(),
    verdict: text({ enum: ['approved', 'changes'] }).notNull(),
    as: text('reviewed_as', { enum: ['reviewer', 'asked'] })
      .notNull()
      .default('reviewer'),
    reason: text(),
    at: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.version, table.position] })],
);

export const attempt = pgTable(
  'attempt',
  {
    id: text().primaryKey(),
    draft: text()
      .notNull()
      .references(() => draft.id),
    version: text()
      .notNull()
      .references(() => draftVersion.id),
    n: integer().notNull(),
    startedAt: instant('started_at').notNull(),
    endedAt: instant('ended_at'),
    outcome: text({ enum: ['published', 'refused', 'postponed', 'unknown'] }),
  },
  (table) => [
    // loading a mention
    uniqueIndex('attempt_n').on(table.version, table.n),
    // Never two calls under way for one draft.
    uniqueIndex('attempt_open').on(table.draft).where(sql`${table.outcome} is null`),
  ],
);

export const surfaceMessage = pgTable(
  'surface_message',
  {
    id: text().primaryKey(),
    surface: text().notNull(),
    tenant: text().notNull(),
    kind: text({
      enum: ['card', 'review', 'call', 'reminder', 'duty', 'digest', 'notice', 'home'],
    }).notNull(),
    subject: text().notNull(),
    placement: integer().notNull(),
    place: text().notNull(),
    channel: text(),
    ts: text(),
    hash: text(),
    storyThrough: integer('story_through').notNull(),
    postingSince: instant('posting_since'),
  },
  (table) => [
    // ensureSurfaceMessage; its first columns serve surfaceMessages and cardOf.
    uniqueIndex('surface_message_key').on(
      table.kind,
      table.subject,
      table.placement,
      table.surface,
      table.tenant,
      table.place,
    ),
    // mentionAt
    index('surface_message_at').on(table.channel, table.ts),
  ],
);

export const personLink = pgTable(
  'person_link',
  {
    surface: text().notNull(),
    tenant: text().notNull(),
    externalId: words('external_id').notNull(),
    email: text(),
    standing: text({ enum: ['member', 'guest', 'stranger', 'bot', 'gone'] }).notNull(),
    checkedAt: instant('checked_at').notNull(),
    usedAt: instant('used_at'),
  },
  (table) => [
    primaryKey({ columns: [table.surface, table.tenant, table.externalId] }),
    // byEmail, noteUse, findPersonLinks
    index('person_link_by_email').on(table.email, table.surface, table.tenant),
  ],
);

/** Versions of the handbook's file, as they were loaded. The one activated last decides. */
export const handbook = pgTable(
  'handbook',
  {
    /** SHA-256 of the body, hex: what events name. */
    sha: text().primaryKey(),
    body: words().notNull(),
    /** Each activation's is later than all before it, whatever the clocks say. */
    activatedAt: instant('activated_at').notNull(),
  },
  // readActiveHandbook
  (table) => [uniqueIndex('handbook_activated').on(table.activatedAt)],
);

export const setting = pgTable('setting', {
  key: text().primaryKey(),
  value: words().notNull(),
});
