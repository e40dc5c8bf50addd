/** What is pressed in the answer to `/heed stats`: a list of the missed, and the figures for all. */
import type { Person } from '../../core/handbook.ts';
import { missedPage } from '../../front/missed.ts';
import { readStatsTicket, STATS, type StatsTicket, statsPage } from '../../front/stats.ts';
import type { Press } from './actions.ts';
import { drawPage } from './draw.ts';
import type { Room } from './presses.ts';
import { type Reader, sentenceFor } from './private.ts';

const ACTIONS: readonly string[] = Object.values(STATS);

export function isInStats({ actions }: Press): boolean {
  return ACTIONS.includes(actions[0]?.action_id ?? '');
}

/** Never throws: whatever goes wrong is logged and told to whoever pressed. */
export async function takeStatsPress(room: Room, press: Press): Promise<void> {
  const [action] = press.actions;
  const reader = { user: press.presser.id, responseUrl: press.response_url ?? null };
  try {
    const ticket = readStatsTicket(action?.value ?? '');
    if (action === undefined || ticket === null) {
      room.log.warn('A press in the figures that Heed does not understand');
      return;
    }
    const who = await room.people.identify(press.presser.team, press.presser.id);
    if (!who.ok) return await room.privately.tell(reader, who.sentence);
    if (action.action_id === STATS.share) await shareOnce(room, ticket, who.person, reader);
    else await list(room, ticket, who.person, reader, action.action_id !== STATS.show);
  } catch (error) {
    room.log.error({ err: error, action: action?.action_id }, 'A press in the figures failed');
    await room.privately.tell(reader, sentenceFor(error));
  }
}

async function list(
  room: Room,
  ticket: StatsTicket,
  person: Person,
  reader: Reader,
  inPlace: boolean,
): Promise<void> {
  const found = await room.statistics.missed(ticket, person, room.place);
  if (!found.ok) return room.privately.tell(reader, found.sentence);
  const body = drawPage(missedPage(found.page, room.medium()));
  await (inPlace ? room.privately.replace(reader, body) : room.privately.send(reader, body));
}

/** What is being shared: a second press on the same button comes before the first took it away. */
const sharing = new Set<string>();

async function shareOnce(
  room: Room,
  ticket: StatsTicket,
  person: Person,
  reader: Reader,
): Promise<void> {
  const key = `${reader.user} ${JSON.stringify(ticket)}`;
  if (sharing.has(key)) return;
  sharing.add(key);
  try {
    await share(room, ticket, person, reader);
  } finally {
    sharing.delete(key);
  }
}

/** With the figures of this moment; the private answer then offers it no more. */
async function share(
  room: Room,
  { week, department }: StatsTicket,
  person: Person,
  reader: Reader,
): Promise<void> {
  const { statistics, privately } = room;
  const asked = await statistics.again(week, department, room.place);
  if (!asked.ok) return privately.tell(reader, asked.sentence);
  const context = contextOf(room);
  const shared = statsPage(asked.stats, {
    ...context,
    standing: { type: 'shared', by: person.name },
  });
  if (!(await privately.share(reader, drawPage(shared)))) {
    return privately.tell(
      reader,
      'Slack did not take it for this channel. Type /heed stats again.',
    );
  }
  const here = statsPage(asked.stats, { ...context, standing: { type: 'shared_here' } });
  await privately.replace(reader, drawPage(here));
}

function contextOf({ desk, medium }: Room) {
  return { handbook: desk.handbook(), medium: medium(), standing: { type: 'private' } } as const;
}
