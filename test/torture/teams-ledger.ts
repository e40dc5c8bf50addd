/**
 * Counts what stands in Teams against what the database says happened. Where the team consented to
 * be read, nothing stands twice in its channels; elsewhere a message that was being posted when Heed
 * was killed may, and a press on the one that is left behind leads to the one that is kept.
 */
import { z } from 'zod';
import type { Handbook } from '../../src/core/handbook.ts';
import type { Mention } from '../../src/core/mention.ts';
import { storyOf } from '../../src/core/story.ts';
import type { Payload } from '../../src/surfaces/teams/draw.ts';
import { sameSpaces } from '../../src/surfaces/teams/graph.ts';
import { teamsMedium } from '../../src/surfaces/teams/medium.ts';
import { readWritten } from '../../src/surfaces/teams/plain-words.ts';
import { drawForAll } from '../../src/surfaces/teams/render.ts';
import { plainLine } from '../../src/surfaces/teams/render-line.ts';
import { STAFF, STAFF_NAMES } from '../support/staff.ts';
import { TENANT } from '../support/teams.ts';
import { chatWith } from '../support/teams-staff.ts';
import { nodesOf } from '../surfaces/teams/looking.ts';
import type { Books, Row } from './books.ts';
import type { Draw } from './drawings.ts';
import { checkHistories, compareNotes, sorted } from './history-ledger.ts';
import { findUnasked, findWrongCalls, followsAuthor, wasNeverShown } from './ledger.ts';
import type { Lives } from './lives.ts';
import { checkNoise } from './noise-ledger.ts';
import { checkPosts, checkReplies, checkRequests } from './public-ledger.ts';
import type { Site } from './site.ts';
import { staysOf } from './stays.ts';
import { createEyes, type Seen, type TeamsHand } from './teams-hand.ts';
import { CHANNELS, type Tenant } from './tenant.ts';

type TeamsBooks = Books<Payload>;
type Sent = Tenant['connector']['all'][number];

export interface TeamsDesk {
  readonly site: Site;
  readonly tenant: Tenant;
  readonly hand: Pick<TeamsHand, 'notes'>;
  readonly ends: Lives['ends'];
}

export function teamsDraw({ timezone }: Handbook): Draw<Payload> {
  const ids = new Map<string, string>(
    Object.entries(STAFF).map(([name, email]) => [email, `29:${name}`]),
  );
  const medium = teamsMedium(timezone, TENANT);
  return (view) => drawForAll(view, medium, async (email) => ids.get(email) ?? null);
}

const eyes = createEyes();

export function auditTeams(desk: TeamsDesk, books: TeamsBooks): readonly string[] {
  const { site } = desk;
  const notes = [...desk.hand.notes].map(([id, text]) => ({ id, text, isSure: true }));
  return [
    ...books.waiting.map((effect) => `still waiting: ${effect}`),
    ...checkHistories(books),
    ...checkPosts(site, books),
    ...checkReplies(site, books),
    ...checkRequests(site, books),
    ...checkNoise(site, books),
    ...findUnasked(books),
    ...findWrongCalls(books),
    ...compareNotes(notes, books),
    ...checkNumbers(books),
    ...books.rows.flatMap((row) => [
      ...checkCopies(desk, row),
      ...checkDrawing(desk, row, books),
      ...checkStory(desk, row, books),
    ]),
    ...checkStrangers(desk, books),
  ];
}

/** What stands in place of something else, and can still be pressed. */
export function findOrphans({ connector }: Tenant): readonly Seen[] {
  const copies = Map.groupBy(connector.all, stampOf);
  return [...copies].flatMap(([stamp, sent]) =>
    stamp === null ? [] : sent.slice(0, -1).flatMap((one) => seenOf(one) ?? []),
  );
}

function seenOf(sent: Sent): Seen | null {
  const seen = eyes(sent);
  return seen?.isWorkable ? seen : null;
}

const marked = z.object({ id: z.string().startsWith('heed-') });

/** As which of Heed's messages it was posted. */
function stampOf({ posted }: Sent): string | null {
  for (const node of nodesOf(posted['attachments'])) {
    const id = marked.safeParse(node).data?.id;
    if (id !== undefined) return id.slice('heed-'.length);
  }
  return null;
}

/** As many cards as it had places. */
function checkNumbers({ known, rows }: TeamsBooks): readonly string[] {
  return known.flatMap(({ mention: { id, ref, status, placement } }) => {
    const own = rows.filter((row) => row.kind === 'card' && row.subject === id);
    return own.length === (status === 'logged' ? 0 : placement)
      ? []
      : [`${ref} has ${own.length} cards`];
  });
}

/** It stands where Heed knows it to; whatever else of it stands was left behind by a kill. */
function checkCopies({ tenant, ends }: TeamsDesk, row: Row): readonly string[] {
  const what = `the ${row.kind} ${row.id} for ${row.place}`;
  const copies = tenant.connector.all.filter((sent) => stampOf(sent) === row.id);
  const known = copies.find(({ id }) => id === row.ts);
  if (row.ts !== null && known === undefined) return [`${what} does not stand as ${row.ts}`];
  const isReadBack = tenant.consents && row.place.startsWith('#');
  // What was over before it could be shown need not stand anywhere.
  const most = isReadBack ? Number(row.ts !== null) : copies.length;
  if (copies.length > most) return [`${what} stands ${copies.length} times`];
  const later = copies.filter(({ id }) => id !== copies[0]?.id);
  const wrong = later.flatMap((copy, index) =>
    wasKilledBetween(ends, copies[index]?.at ?? 0, copy.at)
      ? []
      : [`${what} was posted once more at ${copy.at} though nobody was killed`],
  );
  if (row.ts === null) return wrong;
  const left = copies.filter((copy) => copy !== known && seenOf(copy) !== null);
  return [...wrong, ...left.map(({ id }) => `${what} was left behind as ${id}`)];
}

function wasKilledBetween(ends: TeamsDesk['ends'], from: number, to: number): boolean {
  return ends.some(({ at }) => at >= from && at <= to);
}

/** As it would be drawn now; of what is settled, that it is. */
function checkDrawing({ tenant }: TeamsDesk, row: Row, books: TeamsBooks): readonly string[] {
  const sent = row.ts === null ? null : tenant.connector.find(row.ts);
  const stands = sent && eyes(sent);
  const drawn = books.drawings.get(row.id);
  if (!stands || drawn === undefined) return [];
  const what = `the ${row.kind} for ${row.place} "${stands.summary}"`;
  const mention = books.known.find((one) => one.mention.id === row.subject)?.mention;
  if (row.kind === 'card') {
    return mention === undefined || isToBeTrue(row, mention, books)
      ? compare(what, stands, drawn)
      : [];
  }
  const canBePressed = nodesOf(drawn.card).some(({ type }) => type === 'Action.Execute');
  if (canBePressed) return compare(what, stands, drawn);
  return stands.isWorkable ? [`${what} is over`] : [];
}

/** What an author has besides is kept true on open cards alone. */
function isToBeTrue(row: Row, mention: Mention, books: TeamsBooks): boolean {
  return row.placement < mention.placement || followsAuthor(mention, books);
}

function compare(what: string, stands: Seen, drawn: Payload): readonly string[] {
  const [there, wanted] = [
    sorted([stands.summary, unstamped(stands.card)]),
    sorted([drawn.summary, unstamped(drawn.card)]),
  ];
  if (there === wanted) return [];
  let at = 0;
  while (there[at] === wanted[at]) at += 1;
  const around = (text: string) => text.slice(Math.max(0, at - 150), at + 150);
  return [`${what} shows …${around(there)}… instead of …${around(wanted)}…`];
}

function unstamped(card: object): unknown {
  return JSON.parse(JSON.stringify(card), (key, value: unknown) => {
    if (key === 'stands_as') return undefined;
    return key === 'id' && String(value).startsWith('heed-') ? undefined : value;
  });
}

/** Each line of each card's thread in order, and once but for what was posted as Heed was killed. */
function checkStory(desk: TeamsDesk, row: Row, books: TeamsBooks): readonly string[] {
  const { handbook } = books;
  const known = books.known.find(({ mention }) => mention.id === row.subject);
  if (row.kind !== 'card' || known === undefined || wasNeverShown(row, known.mention)) return [];
  const { from = 0, to = 0 } = staysOf(known, handbook, 'teams')[row.placement - 1] ?? {};
  const wanted = storyOf(known.history, handbook)
    .filter(({ seq }) => seq >= from && seq <= to)
    .map((line) => sameSpaces(plainLine(line, handbook.timezone)));
  const told = threadOf(desk.tenant, row);
  let next = 0;
  const wrong = told.filter((line, index) => {
    if (line.words === wanted[next]) {
      next += 1;
      return false;
    }
    const before = told[index - 1];
    const isAgain = line.words === wanted[next - 1] && before !== undefined;
    return !isAgain || desk.tenant.consents || !wasKilledBetween(desk.ends, before.at, line.at);
  });
  const what = `the thread of ${known.mention.ref}, placement ${row.placement},`;
  return [
    ...wrong.map(({ words }) => `${what} tells "${words}"`),
    ...wanted.slice(next).map((words) => `${what} does not tell "${words}"`),
  ];
}

interface Told {
  readonly words: string;
  readonly at: number;
}

function threadOf({ connector }: Tenant, row: Row): readonly Told[] {
  const conversation = Object.values(CHANNELS).map((id) => `${id};messageid=${row.ts}`);
  return connector.all
    .filter((sent) => conversation.includes(sent.conversation))
    .map(({ activity, at }) => ({ words: wordsOf(activity), at }));
}

/** Without where a link leads, and as people are named where nobody is told. */
function wordsOf({ text, textFormat }: Record<string, unknown>): string {
  const written = readWritten(String(text), textFormat === 'xml').text;
  return sameSpaces(written.replaceAll(/ \(https?:[^)]*\)/g, '').replaceAll('@', ''));
}

/** Nothing of Heed's stands there that the database knows nothing of, but for answers in chats. */
function checkStrangers({ tenant }: TeamsDesk, { rows }: TeamsBooks): readonly string[] {
  const ids = new Set(rows.map((row) => row.id));
  const cards = rows.filter(({ kind, ts }) => kind === 'card' && ts !== null);
  const threads = new Set(
    cards.flatMap(({ ts }) => Object.values(CHANNELS).map((id) => `${id};messageid=${ts}`)),
  );
  const chats = STAFF_NAMES.map(chatWith);
  return tenant.connector.all
    .filter((sent) => {
      const stamp = stampOf(sent);
      if (stamp !== null) return !ids.has(stamp);
      return !threads.has(sent.conversation) && !chats.includes(sent.conversation);
    })
    .map(({ conversation, activity }) => `in ${conversation}: ${JSON.stringify(activity)}`);
}
