/** Counts what stands in Teams against what the database says happened; see `ledger.ts`. */
import { z } from 'zod';
import type { Handbook } from '../../src/core/handbook.ts';
import { storyOf } from '../../src/core/story.ts';
import { readWritten } from '../../src/surfaces/teams/plain-words.ts';
import { plainLine } from '../../src/surfaces/teams/render-line.ts';
import { CARE } from '../support/teams-house.ts';
import { nodesOf, textsIn } from '../surfaces/teams/looking.ts';
import type { Books, Known, Row } from './books.ts';
import { sorted } from './history-ledger.ts';
import { followsAuthor } from './ledger.ts';
import type { Delivered, TeamsSite } from './teams-site.ts';

/** Drawn as the cards that would stand there now. */
export type TeamsBooks = Books<object>;

/** One thing of Heed's that is to stand somewhere, and each time that it came to. */
export interface Thing {
  readonly row: Row;
  readonly what: string;
  readonly isLine: boolean;
  readonly times: readonly Delivered[];
}

/** Each mention has its card, and each version that somebody must agree to its request. */
export function checkWanted({ known, rows }: TeamsBooks): readonly string[] {
  return known.flatMap(({ mention, history }) => {
    const cards = rows.filter(({ kind, subject }) => kind === 'card' && subject === mention.id);
    const wrong = cards.length === 1 ? [] : [`${mention.ref} has ${cards.length} cards`];
    const unasked = history.flatMap(({ event }) =>
      event.type === 'submitted' &&
      event.version.needed > 0 &&
      !rows.some(({ kind, subject }) => kind === 'review' && subject === event.version.id)
        ? [`${mention.ref}: nobody was asked for version ${event.version.n}`]
        : [],
    );
    return [...wrong, ...unasked];
  });
}

/** What is kept of each card and request stands where it is kept, and shows what is so now. */
export function checkShown({ connector }: TeamsSite, books: TeamsBooks): readonly string[] {
  const { rows, drawings } = books;
  return rows.flatMap((row) => {
    const what = `the ${row.kind} of ${row.subject} at ${row.place}`;
    // What was over before it could be shown need not stand anywhere.
    if (row.ts === null) return row.kind === 'review' ? [] : [`${what} stands nowhere`];
    const stands = connector.find(row.ts);
    if (stands === null) return [`${what} is kept as ${row.ts}, which stands nowhere`];
    const [shown, wanted] = [stands.activity, drawings.get(row.id) ?? {}].map((card) =>
      readOf(card, isAuthorFollowed(row, books)),
    );
    return shown === wanted ? [] : [`${what} shows ${shown} instead of ${wanted}`];
  });
}

/** Everything that somebody reads or presses, without what else its author has with us if need be. */
function readOf(card: object, withAuthor: boolean): string {
  const read = textsIn(card).split('\n');
  const kept = read.filter((line) => withAuthor || !/ in 30 days\b|^Also theirs/.test(line));
  const pressed = nodesOf(card).flatMap(({ type, title, data }) =>
    String(type).startsWith('Action.') && title !== undefined && title !== 'Refresh'
      ? [`${title} ${sorted(ownOf(data))}`]
      : [],
  );
  return [...kept, ...pressed].join('\n');
}

/** Without what tells as which message a card was posted. */
function ownOf(data: unknown): unknown {
  const carried = z.record(z.string(), z.unknown()).safeParse(data).data;
  if (carried === undefined) return data;
  const { stands_as: _message, ...own } = carried;
  return own;
}

function isAuthorFollowed({ kind, subject }: Row, books: TeamsBooks): boolean {
  const own = books.known.find(({ mention }) => kind === 'card' && mention.id === subject);
  return own === undefined || followsAuthor(own.mention, books);
}

/** Everything that is to stand in Teams, each thing with all the times that it came to. */
export function thingsIn(teams: TeamsSite, books: TeamsBooks): readonly Thing[] {
  return books.known.flatMap((one) => {
    const card = books.rows.find(
      ({ kind, subject }) => kind === 'card' && subject === one.mention.id,
    );
    if (card === undefined) return [];
    const cards = teams.delivered.filter((given) => isCardOf(given, one));
    return [
      { row: card, what: `the card of ${one.mention.ref}`, isLine: false, times: cards },
      ...linesOf(teams, card, one, books.handbook),
      ...requestsOf(teams, one, books),
    ];
  });
}

function isCardOf({ conversation, activity }: Delivered, { mention }: Known): boolean {
  const [headline = ''] = textsIn(activity).split('\n');
  return conversation === CARE && headline.includes(` · ${mention.ref} · `);
}

/** What is told where it does not belong comes last, as a thing that nobody wanted. */
function linesOf(
  { delivered }: TeamsSite,
  row: Row,
  { mention, history }: Known,
  handbook: Handbook,
): readonly Thing[] {
  const thread = delivered.filter((one) => isLine(one) && one.conversation === threadOf(row));
  let next = 0;
  return storyOf(history, handbook).map((line) => {
    const text = plainLine(line, handbook.timezone);
    const times: Delivered[] = [];
    for (; next < thread.length; next += 1) {
      const told = thread[next];
      if (told === undefined || textOf(told.activity) !== text) break;
      times.push(told);
    }
    return { row, what: `"${text}" of ${mention.ref}`, isLine: true, times };
  });
}

function requestsOf(
  { delivered }: TeamsSite,
  { mention, words, history }: Known,
  { rows }: TeamsBooks,
): readonly Thing[] {
  return history.flatMap(({ event }) => {
    if (event.type !== 'submitted') return [];
    const { id, n, content } = event.version;
    const own = rows.filter(({ kind, subject, ts }) => {
      return kind === 'review' && subject === id && ts !== null;
    });
    return own.map((row) => {
      const times = delivered.filter(({ conversation, activity }) => {
        const text = textsIn(activity);
        const isHere = conversation === chatAt(row);
        return isHere && isRequest(activity) && text.includes(words.get(content) ?? '?');
      });
      return { row, what: `version ${n} of ${mention.ref} at ${row.place}`, isLine: false, times };
    });
  });
}

/** Nothing of Heed's stands where nobody knows of it. */
export function checkUnknown(teams: TeamsSite, books: TeamsBooks): readonly string[] {
  const things = thingsIn(teams, books);
  const known = new Set(things.flatMap(({ times }) => times));
  return [
    ...things.filter(({ times }) => times.length === 0).map(({ what }) => `${what} never came`),
    ...teams.delivered
      .filter((one) => !known.has(one) && !isAnswer(one))
      .map(({ activity }) => `unknown: ${textOf(activity)}${textsIn(activity)}`),
  ];
}

/** To what somebody wrote to Heed: a card in a chat that asks for nothing, or one in a thread. */
export function isAnswer({ conversation, activity }: Delivered): boolean {
  return conversation !== CARE && !isRequest(activity) && textsIn(activity) !== '';
}

function isLine({ activity }: Delivered): boolean {
  return textOf(activity) !== '' && textsIn(activity) === '';
}

function isRequest(activity: object): boolean {
  return textsIn(activity).startsWith('Review · ');
}

function textOf(activity: object): string {
  const { text, textFormat } = said.parse(activity);
  return textFormat === 'xml' ? readWritten(text, true).text : text;
}

const said = z.object({ text: z.string().default(''), textFormat: z.string().optional() });

function threadOf({ ts }: Row): string {
  return `${CARE};messageid=${ts}`;
}

function chatAt({ place }: Row): string {
  return `a:29:${place.replace(/^@|@.*$/g, '')}`;
}
