/**
 * Counts what stands in the workspace and on the square against what the database says happened.
 * Each answer is a list of what is wrong, so that an empty one means: none lost, none double.
 */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { cardOf } from '../../src/core/card.ts';
import type { RecordedEvent } from '../../src/core/events.ts';
import type { Handbook } from '../../src/core/handbook.ts';
import type { Mention, Words } from '../../src/core/mention.ts';
import { storyOf } from '../../src/core/story.ts';
import { loadHandbook } from '../../src/handbook/load.ts';
import type { Message } from '../../src/sandbox/workspace.ts';
import { openConnection, type StoreLocation, storeOn } from '../../src/store/open.ts';
import { renderView } from '../../src/surfaces/slack/render.ts';
import type { Site } from './site.ts';

const rowOfMessage = z.object({
  id: z.string(),
  kind: z.enum(['card', 'review', 'call', 'notice', 'home']),
  subject: z.string(),
  placement: z.number(),
  place: z.string(),
  ts: z.string().nullable(),
});
type Row = z.infer<typeof rowOfMessage>;

interface Known {
  readonly mention: Mention;
  readonly words: Words;
  readonly history: readonly RecordedEvent[];
}

export interface Books {
  readonly known: readonly Known[];
  readonly rows: readonly Row[];
  /** What still waits in the outbox. */
  readonly waiting: readonly string[];
  readonly handbook: Handbook;
}

/** Nobody else may have an embedded store open. */
export async function readBooks(site: Site, location: StoreLocation): Promise<Books> {
  const loaded = loadHandbook(site.handbook);
  if (!loaded.ok) throw new Error('the handbook has mistakes');
  const connection = await openConnection({ ...location, migrate: false });
  const { store } = storeOn(connection);
  const rows = async <T>(shape: z.ZodType<T>, text: string): Promise<readonly T[]> => {
    const result: unknown = await connection.database.execute(sql.raw(text));
    const found = Array.isArray(result)
      ? [...result]
      : z.object({ rows: z.array(z.unknown()) }).parse(result).rows;
    return z.array(shape).parse(found);
  };
  try {
    const known: Known[] = [];
    for (const { id } of await rows(z.object({ id: z.string() }), 'select id from mention')) {
      const read = await store.readMention(id);
      if (read !== null) known.push({ ...read, history: await store.history(id, 0) });
    }
    const waiting = await rows(
      z.object({ key: z.string(), state: z.string(), error: z.string().nullable() }),
      'select key, state, error from outbox',
    );
    return {
      known,
      rows: await rows(rowOfMessage, 'select * from surface_message'),
      waiting: waiting.map(({ key, state, error }) => `${key} is ${state}: ${error ?? ''}`),
      handbook: loaded.handbook,
    };
  } finally {
    await connection.close();
  }
}

export function checkPosts({ sandbox }: Site, { known }: Books): readonly string[] {
  return sandbox.square.posts
    .filter((post) => post.customer !== null)
    .flatMap((post) => {
      const copies = known.flatMap(({ mention, words }) =>
        mention.messages
          .filter((message) => message.externalId === post.id)
          .map((message) => words.get(message.content ?? '')),
      );
      if (copies.length === 1 && copies[0] === post.text) return [];
      return [`post ${post.id} "${post.text}" is known as ${JSON.stringify(copies)}`];
    });
}

/** One card for each place a mention stood in, and the last one says what is true now. */
export function checkCards(site: Site, books: Books): readonly string[] {
  return books.known.flatMap(({ mention, words }) => {
    const own = books.rows.filter((row) => row.kind === 'card' && row.subject === mention.id);
    const wrong = own.flatMap((row) => checkStanding(site, row, mention.ref));
    if (own.length !== mention.placement) wrong.push(`${mention.ref} has ${own.length} cards`);
    const current = own.find((row) => row.placement === mention.placement);
    const message = current === undefined ? undefined : standing(site, current)[0];
    const card = cardOf(mention, words, books.handbook);
    const { timezone } = books.handbook;
    const wanted = renderView(
      { type: 'card', card, others: new Map() },
      { timezone, workspaceUrl: null },
    );
    // What else the author has with us follows within its patience, on open cards alone.
    const blocks = (message?.blocks ?? []).filter(
      (block) => block.block_id?.startsWith('author') !== true,
    );
    const stands = { text: message?.text ?? '', blocks };
    if (textsOf(stands) !== textsOf(wanted.payload)) {
      wrong.push(`${mention.ref} shows ${textsOf(stands)} instead of ${textsOf(wanted.payload)}`);
    }
    return wrong;
  });
}

/** Each line of each card's thread, once and in order. */
export function checkStories(site: Site, { known, rows, handbook }: Books): readonly string[] {
  return known.flatMap(({ mention, history }) => {
    const moves = history.filter(({ event }) => event.type === 'transferred').map(({ seq }) => seq);
    const lines = storyOf(history, handbook);
    return rows
      .filter((row) => row.kind === 'card' && row.subject === mention.id)
      .flatMap((row) => {
        const from = row.placement === 1 ? 0 : (moves[row.placement - 2] ?? 0);
        const to = moves[row.placement - 1] ?? Number.POSITIVE_INFINITY;
        const wanted = lines.filter(({ seq }) => seq >= from && seq <= to).map(({ seq }) => seq);
        const told = thread(site, row).map((line) => markOf(line)?.seq);
        if (JSON.stringify(told) === JSON.stringify(wanted)) return [];
        return [`${mention.ref} placement ${row.placement} tells ${told} instead of ${wanted}`];
      });
  });
}

/** Each reviewer asked once for each version; nobody asked for what nobody submitted. */
export function checkReviews(site: Site, { known, rows }: Books): readonly string[] {
  const asked = rows.filter((row) => row.kind === 'review');
  const unasked = known.flatMap(({ mention, history }) =>
    history.flatMap(({ event }) => {
      if (event.type !== 'submitted' || event.version.needed === 0) return [];
      if (asked.some((row) => row.subject === event.version.id)) return [];
      return [`nobody was asked to review version ${event.version.n} of ${mention.ref}`];
    }),
  );
  return [
    ...unasked,
    ...asked.flatMap((row) => checkStanding(site, row, `review at ${row.place}`)),
  ];
}

/** Every call of a key contact reached them once, and nobody was called otherwise. */
export function checkCalls(site: Site, { known, rows }: Books): readonly string[] {
  const calls = rows.filter((row) => row.kind === 'call');
  const wanted = known.flatMap(({ mention, history }) =>
    history.flatMap(({ event }) =>
      event.type === 'escalated' ? [`${mention.id} ${event.reason} @${event.to}`] : [],
    ),
  );
  const made = calls.map(({ subject, place }) => `${subject} ${place}`);
  const missing = wanted.filter((call) => !made.includes(call));
  const unwanted = made.filter((call) => !wanted.includes(call));
  return [
    ...missing.map((call) => `nobody was told of the call ${call}`),
    ...unwanted.map((call) => `an unknown call ${call}`),
    ...calls.flatMap((row) => checkStanding(site, row, `call at ${row.place}`)),
  ];
}

/** Each version that was published stands in the square once, with its words, and nothing else. */
export function checkReplies({ sandbox }: Site, { known }: Books): readonly string[] {
  const said = sandbox.square.posts.filter((post) => post.customer === null);
  const wanted = known.flatMap(({ mention, words, history }) =>
    history.flatMap(({ event }) => {
      if (event.type !== 'published') return [];
      const { content, parentId } = event.message;
      return [{ ref: mention.ref, text: words.get(content ?? ''), under: parentId }];
    }),
  );
  const wrong = wanted.flatMap(({ ref, text, under }) => {
    const found = said.filter((post) => post.text === text && post.inReplyTo === under);
    return found.length === 1 ? [] : [`"${text}" of ${ref} stands there ${found.length} times`];
  });
  if (said.length !== wanted.length) {
    wrong.push(`${said.length} replies stand there, ${wanted.length} were published`);
  }
  return wrong;
}

/** Nothing of Heed's stands in the workspace that the database knows nothing of. */
export function checkStrangers(site: Site, { rows }: Books): readonly string[] {
  const ids = new Set(rows.map((row) => row.id));
  const notices = rows.filter((row) => row.kind === 'notice').map((row) => row.subject);
  return [
    ...notices.map((subject) => `a notice about ${subject}`),
    ...everything(site)
      .filter((message) => !ids.has(markOf(message)?.message ?? ''))
      .map((message) => `an unknown message "${message.text}"`),
  ];
}

function checkStanding(site: Site, row: Row, what: string): readonly string[] {
  const found = standing(site, row);
  // What was over before it could be shown need not stand anywhere.
  const wanted = row.ts === null && ['review', 'call'].includes(row.kind) ? 0 : 1;
  if (found.length === wanted && found[0]?.ts === (row.ts ?? undefined)) return [];
  return [
    `${what} ${row.id}: ${found.length} messages at ${found.map(({ ts }) => ts)}, ${row.ts} known`,
  ];
}

function standing(site: Site, row: Row): readonly Message[] {
  return everything(site).filter((message) => {
    const mark = markOf(message);
    return mark?.message === row.id && mark.seq === 0;
  });
}

function thread(site: Site, row: Row): readonly Message[] {
  return everything(site).filter(
    (message) => message.threadTs !== undefined && message.threadTs === row.ts,
  );
}

function everything({ sandbox: { workspace } }: Site): readonly Message[] {
  const channels = ['general', 'care', 'deliveries'].flatMap((name) => workspace.messages(name));
  const direct = workspace.users
    .filter((user) => !user.isBot)
    .flatMap((user) => workspace.directMessages(user.id));
  return [...channels, ...direct].filter((message) => message.user === workspace.botUserId);
}

const mark = z.object({ message: z.string(), seq: z.number() });

function markOf(message: Message): z.infer<typeof mark> | null {
  return mark.safeParse(message.metadata?.event_payload).data ?? null;
}

/** Everything somebody reads or presses; rows have an id of their own in each drawing. */
function textsOf(drawn: unknown): string {
  return JSON.stringify(drawn, (key, value: unknown) => {
    if (key === 'block_id') return undefined;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
