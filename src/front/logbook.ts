/** What is kept off the desk, page by page, and what is pressed in it. */
import type { LoggedQuestion } from '../app/logged.ts';
import { channelOf } from '../core/audience.ts';
import type { PersonCommand } from '../core/commands.ts';
import type { Person } from '../core/handbook.ts';
import type { Mention } from '../core/mention.ts';
import { LOG, type LogTicket, logPage } from './logged.ts';
import { type Inline, type Page, words } from './page.ts';
import { type Room, told } from './room.ts';
import { fitUnits } from './text.ts';

/** Together with the rest it fits into what a button carries. */
const LONGEST_SEARCH = 150;

/** @param typed what to look for; empty for everything */
export function answerLogged(room: Room, typed: string, person: Person): Promise<Page> {
  const question = { words: fitUnits(typed, LONGEST_SEARCH), page: 0, before: null };
  return draw(room, person, question, []);
}

/** What stands in the list's place after a press in it. */
export async function pressLogged(
  room: Room,
  action: string,
  ticket: LogTicket,
  person: Person,
): Promise<Page> {
  return draw(room, person, ticket, await act(room, action, ticket, person));
}

async function draw(
  room: Room,
  person: Person,
  question: LoggedQuestion,
  notice: readonly Inline[],
): Promise<Page> {
  const page = await room.logbook.read(person, question);
  return logPage(page, { medium: room.medium(), notice });
}

/** What came of it; nothing to say where only a page was turned. */
async function act(
  room: Room,
  action: string,
  { mention }: LogTicket,
  person: Person,
): Promise<Inline[]> {
  const command = commandOf(action);
  if (command === null || mention === undefined) return [];
  const handled = await room.desk.handle(mention, command, { type: 'person', person });
  if (!handled.ok) return told(room, handled.refusal.sentence);
  const after = handled.glance.mention;
  if (command.type === 'unmute') return words(`${after.author.name} is not muted any more.`);
  return restored(after, room);
}

function commandOf(action: string): PersonCommand | null {
  if (action === LOG.restore) return { type: 'restore' };
  return action === LOG.unmute ? { type: 'unmute' } : null;
}

function restored({ ref, department, sensitive }: Mention, { desk, place }: Room): Inline[] {
  const of = { department, sensitive };
  const channel = channelOf(of, desk.handbook(), place.surface) ?? department;
  const said = `${ref} is back on the desk. Its card goes to `;
  return [...words(said), { type: 'channel', channel }, ...words('.')];
}
