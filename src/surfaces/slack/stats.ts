/** `/heed stats`, and what is pressed in its answer: a list of the missed, and the figures for all. */
import type { Person } from '../../core/handbook.ts';
import type { Press } from './actions.ts';
import type { Payload } from './payload.ts';
import { SURFACE_NAME } from './people.ts';
import type { Room } from './presses.ts';
import { type Reader, sentenceFor } from './private.ts';
import { missedPayload } from './render-missed.ts';
import { readStatsTicket, STATS, type StatsTicket, statsPayload } from './render-stats.ts';

/** @param typed which week and department; empty for the last week of all of them */
export async function answerStats(room: Room, typed: string): Promise<string | Payload> {
  const asked = await room.statistics.read(typed, placeOf(room));
  return asked.ok ? statsPayload(asked.stats, contextOf(room)) : asked.sentence;
}

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
  const found = await room.statistics.missed(ticket, person, placeOf(room));
  if (!found.ok) return room.privately.tell(reader, found.sentence);
  const { links } = room;
  const body = missedPayload(found.page, { timezone: room.desk.handbook().timezone, links });
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
  const asked = await statistics.again(week, department, placeOf(room));
  if (!asked.ok) return privately.tell(reader, asked.sentence);
  const context = contextOf(room);
  const shared = statsPayload(asked.stats, {
    ...context,
    standing: { type: 'shared', by: person.name },
  });
  if (!(await privately.share(reader, shared))) {
    return privately.tell(
      reader,
      'Slack did not take it for this channel. Type /heed stats again.',
    );
  }
  await privately.replace(
    reader,
    statsPayload(asked.stats, { ...context, standing: { type: 'shared_here' } }),
  );
}

function contextOf({ desk, links }: Room) {
  return { handbook: desk.handbook(), links, standing: { type: 'private' } } as const;
}

function placeOf({ people }: Room) {
  return { surface: SURFACE_NAME, tenant: people.tenant };
}
