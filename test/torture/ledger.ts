/**
 * Counts what stands in the workspace against what the database says happened. Each answer is a
 * list of what is wrong, so that an empty one means: none lost, none double, none out of date.
 */
import { z } from 'zod';
import { HEED_ITSELF } from '../../src/core/events.ts';
import { evolve } from '../../src/core/evolve.ts';
import type { Mention } from '../../src/core/mention.ts';
import { reviewersOf } from '../../src/core/reviewers.ts';
import { storyOf } from '../../src/core/story.ts';
import { CHANNELS } from '../../src/sandbox/people.ts';
import type { Message } from '../../src/sandbox/workspace.ts';
import type { Books, Row } from './books.ts';
import type { Drawing } from './drawings.ts';
import { mutesOf } from './noise-ledger.ts';
import { isWithdrawn } from './private-ledger.ts';
import type { Site } from './site.ts';
import { staysOf } from './stays.ts';

/** One card for each place a mention stood in, each as it would be drawn now. */
export function checkCards(site: Site, books: Books): readonly string[] {
  return books.known.flatMap(({ mention }) => {
    const own = books.rows.filter((row) => row.kind === 'card' && row.subject === mention.id);
    const wrong = own.flatMap((row) => [
      ...(wasNeverShown(row, mention) ? [] : checkStanding(site, row, mention.ref)),
      ...checkDrawing(site, books, row, `${mention.ref}, card ${row.placement},`, (drawing) =>
        followsAuthor(mention, books) ? drawing : withoutAuthor(drawing, mention, books),
      ),
    ]);
    const places = mention.status === 'logged' ? 0 : mention.placement;
    if (own.length !== places) wrong.push(`${mention.ref} has ${own.length} cards`);
    return wrong;
  });
}

/** What went on before its card could be shown need not stand where it was. */
export function wasNeverShown({ ts, placement }: Row, mention: Mention): boolean {
  return ts === null && placement < mention.placement;
}

/** So many cards of an author's other mentions follow when one of them moves; see author-record. */
const FOLLOWED = 5;

/**
 * What else the author has with us stays up to date on open cards alone, and not on hundreds: with
 * an author who never had more than follow, every open card does.
 */
export function followsAuthor(
  { status, source, author }: Mention,
  { known }: Pick<Books, 'known'>,
): boolean {
  if (status === 'dismissed' || status === 'resolved') return false;
  const theirs = known.filter(
    ({ mention: one }) =>
      one.source === source &&
      one.author.externalId === author.externalId &&
      one.status !== 'logged',
  );
  return theirs.length <= FOLLOWED + 1;
}

/** Where the author was muted, the rest of the row goes by whether it offers to end that. */
function withoutAuthor({ text, blocks }: Drawing, of: Mention, books: Books): Drawing {
  const left = blocks.filter((block) => block.block_id?.startsWith('author') !== true);
  const wasMuted = mutesOf(of, books).length > 0;
  return { text, blocks: wasMuted ? left.filter((block) => !isRow(block)) : left };
}

function isRow(block: object): boolean {
  return 'type' in block && block.type === 'actions';
}

export function checkDrawing(
  site: Site,
  { drawings }: Books,
  row: Row,
  what: string,
  part: (drawing: Drawing) => Drawing = (drawing) => drawing,
): readonly string[] {
  const message = standing(site, row)[0];
  const wanted = drawings.get(row.id);
  if (message === undefined || wanted === undefined) return [];
  const stands = textsOf(part({ text: message.text, blocks: message.blocks ?? [] }));
  const drawn = textsOf(part({ text: wanted.text, blocks: wanted.blocks }));
  return stands === drawn ? [] : [`${what} shows ${difference(stands, drawn)}`];
}

/** Each Home tab that somebody opened, as it would be drawn now. */
export function checkHomes({ sandbox }: Site, { rows, drawings }: Books): readonly string[] {
  return rows
    .filter(({ kind }) => kind === 'home')
    .flatMap(({ id, subject }) => {
      const stands = textsOf(sandbox.workspace.home(subject)?.view.blocks ?? []);
      const drawn = textsOf(drawings.get(id)?.blocks ?? []);
      return stands === drawn
        ? []
        : [`the Home tab of ${subject} shows ${difference(stands, drawn)}`];
    });
}

/** Each line of each card's thread, once and in order. */
export function checkStories(site: Site, { known, rows, handbook }: Books): readonly string[] {
  return known.flatMap((one) => {
    const { mention } = one;
    const stays = staysOf(one, handbook);
    const lines = storyOf(one.history, handbook);
    return rows
      .filter((row) => row.kind === 'card' && row.subject === mention.id)
      .filter((row) => !wasNeverShown(row, mention))
      .flatMap((row) => {
        const { from = 0, to = 0 } = stays[row.placement - 1] ?? {};
        const story = lines.filter(({ seq }) => seq >= from && seq <= to).map(({ seq }) => seq);
        const wanted = isWithdrawn(row, mention) ? [] : story;
        const told = thread(site, row).map((line) => markOf(line)?.seq ?? -1);
        if (isTold(told, wanted)) return [];
        // It was cleared while it was sensitive, and nobody tells it again.
        const wasCleared = stays.slice(row.placement).some(({ sensitive }) => sensitive);
        const left = wanted.filter((seq) => told.includes(seq));
        if (wasCleared && isTold(told, left)) return [];
        return [`${mention.ref} placement ${row.placement} tells ${told} instead of ${wanted}`];
      });
  });
}

function isTold(told: readonly number[], wanted: readonly number[]): boolean {
  return JSON.stringify(told) === JSON.stringify(wanted);
}

/**
 * Each reviewer and each colleague asked once for each version; nobody for what nobody submitted.
 * A request that is settled says so.
 */
export function checkReviews(site: Site, books: Books): readonly string[] {
  const rows = books.rows.filter((row) => row.kind === 'review');
  return [
    ...findUnasked(books),
    ...rows.flatMap((row) => checkStanding(site, row, `review at ${row.place}`)),
    ...rows
      .filter(({ id }) => !canBePressed(books.drawings.get(id)))
      .flatMap((row) => checkDrawing(site, books, row, `the review at ${row.place}`, sentenceOf)),
  ];
}

/** Whoever was to be asked and was not. */
export function findUnasked({
  handbook,
  rows: all,
  known,
}: Pick<Books, 'handbook' | 'rows' | 'known'>): readonly string[] {
  const rows = all.filter((row) => row.kind === 'review');
  return known.flatMap(({ mention, history }) => {
    // "Edit and approve" may be all that was needed.
    const isApproved = (index: number) =>
      history
        .slice(index + 1, index + 3)
        .some(({ at, event }) => at === history[index]?.at && event.type === 'approved');
    // Of the few who are named for what is sensitive, its author may be the only one who reviews.
    const couldBeReviewed = (index: number) => {
      const then = history.slice(0, index + 1).reduce<Mention | null>(evolve, null);
      return then !== null && (!then.sensitive || reviewersOf(then, handbook, []).length > 0);
    };
    return history.flatMap(({ event }, index) => {
      if (event.type !== 'submitted') return [];
      const { id, n, needed, asked } = event.version;
      const places = rows.filter((row) => row.subject === id).map((row) => row.place);
      const missing = asked.filter((email) => !places.includes(`@${email}`));
      const isAsked = places.length > 0 || isApproved(index) || !couldBeReviewed(index);
      if (needed > 0 && !isAsked) missing.push('anybody');
      return missing.map((who) => `${mention.ref}: ${who} was not asked for version ${n}`);
    });
  });
}

/** Where it stands and what it is are as they were when it was settled. */
function sentenceOf({ text }: Drawing): Drawing {
  return { text, blocks: [] };
}

/** Every call of a key contact by hand reached them once, and nobody was called otherwise. */
export function checkCalls(site: Site, books: Books): readonly string[] {
  const calls = books.rows.filter((row) => row.kind === 'call');
  return [
    ...findWrongCalls(books),
    ...calls.flatMap((row) => checkStanding(site, row, `call at ${row.place}`)),
    ...calls.flatMap((row) => {
      const call = books.drawings.get(row.id);
      // Of a settled one only that it is; it may have been settled in more than one way since.
      if (canBePressed(call)) return checkDrawing(site, books, row, `the call at ${row.place}`);
      const stands = standing(site, row)[0];
      return canBePressed(stands) ? [`the call at ${row.place} "${stands?.text}" is over`] : [];
    }),
  ];
}

/** Whoever was to be called and was not, and the other way round. */
export function findWrongCalls({ known, rows }: Pick<Books, 'known' | 'rows'>): readonly string[] {
  const calls = rows.filter((row) => row.kind === 'call');
  const wanted = known.flatMap(({ mention, history }) =>
    history.flatMap(({ event }) =>
      event.type === 'escalated' && event.by !== HEED_ITSELF
        ? [`${mention.id} ${event.reason} @${event.to}`]
        : [],
    ),
  );
  const made = calls.map(({ subject, place }) => `${subject} ${place}`);
  const missing = wanted.filter((call) => !made.includes(call));
  const unwanted = made.filter((call) => !wanted.includes(call));
  return [
    ...missing.map((call) => `nobody was told of the call ${call}`),
    ...unwanted.map((call) => `an unknown call ${call}`),
  ];
}

/** Nothing of Heed's stands in the workspace that the database knows nothing of. */
export function checkStrangers(site: Site, { rows }: Books): readonly string[] {
  const ids = new Set(rows.map((row) => row.id));
  const notices = rows.filter((row) => row.kind === 'notice').map((row) => row.subject);
  return [
    ...notices.map((subject) => `a notice about ${subject}`),
    ...everything(site)
      .filter((message) => !ids.has(markOf(message)?.message ?? '') && !isAnswer(site, message))
      .map((message) => `an unknown message "${message.text}"`),
  ];
}

/** To one person, about what they just did; it carries no mark, as nobody looks for it later. */
function isAnswer({ sandbox: { workspace } }: Site, message: Message): boolean {
  if (message.metadata !== undefined) return false;
  return workspace.users.some(({ id }) => workspace.directMessages(id).includes(message));
}

export function canBePressed(drawn: Pick<Message, 'blocks'> | Drawing | undefined): boolean {
  return drawn?.blocks?.some(isRow) === true;
}

export function checkStanding(site: Site, row: Row, what: string): readonly string[] {
  const found = standing(site, row);
  // What was over before it could be shown need not stand anywhere.
  const wanted = row.ts === null && ['review', 'call', 'reminder'].includes(row.kind) ? 0 : 1;
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

export function thread(site: Site, row: Row): readonly Message[] {
  return everything(site).filter(
    (message) => message.threadTs !== undefined && message.threadTs === row.ts,
  );
}

function everything({ sandbox: { workspace } }: Site): readonly Message[] {
  const channels = CHANNELS.flatMap(({ name }) => workspace.messages(name));
  const direct = workspace.users
    .filter((user) => !user.isBot)
    .flatMap((user) => workspace.directMessages(user.id));
  return [...channels, ...direct].filter((message) => message.user === workspace.botUserId);
}

const mark = z.object({ message: z.string(), seq: z.number() });

export function markOf(message: Message): z.infer<typeof mark> | null {
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

/** Around the first place where they differ. */
function difference(stands: string, drawn: string): string {
  let at = 0;
  while (stands[at] === drawn[at]) at += 1;
  const [from, to] = [Math.max(0, at - 150), at + 150];
  return `…${stands.slice(from, to)}… instead of …${drawn.slice(from, to)}…`;
}
