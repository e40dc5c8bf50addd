/** `/heed logged`, and what is pressed in its answer, which changes in place. */
import type { LoggedQuestion } from '../../app/logged.ts';
import type { PersonCommand } from '../../core/commands.ts';
import { departmentOf, type Handbook, type Person } from '../../core/handbook.ts';
import type { Mention } from '../../core/mention.ts';
import type { Press } from './actions.ts';
import type { Payload } from './payload.ts';
import type { Room } from './presses.ts';
import { sentenceFor } from './private.ts';
import { LOG, type LogTicket, logPayload, readLogTicket } from './render-logged.ts';
import { type Inline, words } from './rich.ts';
import { fitUnits } from './text.ts';

/** Together with the rest it fits into what a button carries. */
const LONGEST_SEARCH = 150;

/** @param typed what to look for; empty for everything */
export function answerLogged(room: Room, typed: string, person: Person): Promise<Payload> {
  const question = { words: fitUnits(typed, LONGEST_SEARCH), page: 0, before: null };
  return draw(room, person, question, []);
}

async function draw(
  room: Room,
  person: Person,
  question: LoggedQuestion,
  notice: Inline[],
): Promise<Payload> {
  const page = await room.logbook.read(person, question);
  return logPayload(page, { timezone: room.desk.handbook().timezone, notice });
}

const ACTIONS: readonly string[] = Object.values(LOG);

export function isInLog({ actions }: Press): boolean {
  return ACTIONS.includes(actions[0]?.action_id ?? '');
}

/** Never throws: whatever goes wrong is logged and told to whoever pressed. */
export async function takeLogPress(room: Room, press: Press): Promise<void> {
  const [action] = press.actions;
  if (action === undefined || action.action_id === LOG.post) return;
  const reader = { user: press.presser.id, responseUrl: press.response_url ?? null };
  try {
    const ticket = readLogTicket(action.value ?? '');
    if (ticket === null) return room.log.warn('A press in the log that Heed does not understand');
    const who = await room.people.identify(press.presser.team, press.presser.id);
    if (!who.ok) return await room.privately.tell(reader, who.sentence);
    const notice = await act(room, action.action_id, ticket, who.person);
    await room.privately.replace(reader, await draw(room, who.person, ticket, notice));
  } catch (error) {
    room.log.error({ err: error, action: action.action_id }, 'A press in the log failed');
    await room.privately.tell(reader, sentenceFor(error));
  }
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
  if (!handled.ok) return room.privately.inDialog(handled.refusal.sentence);
  const after = handled.glance.mention;
  if (command.type === 'unmute') return words(`${after.author.name} is not muted any more.`);
  return restored(after, room.desk.handbook());
}

function commandOf(action: string): PersonCommand | null {
  if (action === LOG.restore) return { type: 'restore' };
  return action === LOG.unmute ? { type: 'unmute' } : null;
}

/** A channel that the handbook names by its id is shown by Slack with its name. */
function restored({ ref, department }: Mention, handbook: Handbook): Inline[] {
  const known = departmentOf(handbook, department);
  const channel = known?.channel.slack ?? department;
  const isId = /^[CG][A-Z0-9]{8,20}$/.test(channel);
  const said = `${ref} is back on the desk. Its card goes to `;
  if (!isId) return words(`${said}#${channel}.`);
  return [...words(said), { type: 'channel', channel_id: channel }, ...words('.')];
}
