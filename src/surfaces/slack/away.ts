/** `/heed away` and `/heed back`, and what somebody is told who works on while they are away. */
import type { Logger } from 'pino';
import type { Absences } from '../../app/absences.ts';
import type { Desk } from '../../app/desk.ts';
import { absenceOf } from '../../core/absence.ts';
import type { Person } from '../../core/handbook.ts';
import { instant } from '../../core/sentences.ts';
import type { Press } from './actions.ts';
import type { Linking } from './links.ts';
import type { Payload } from './payload.ts';
import { type People, SURFACE_NAME } from './people.ts';
import type { Privately } from './private.ts';
import { awayPayload } from './render-away.ts';

/** What of the room this needs. */
interface Room {
  readonly desk: Desk;
  readonly absences: Absences;
  readonly people: People;
  readonly links: Linking;
  readonly privately: Privately;
  readonly log: Logger;
}

/** @param typed until when; empty for until `/heed back` */
export async function answerAway(
  room: Room,
  typed: string,
  person: Person,
): Promise<string | Payload> {
  const gone = await room.absences.goAway(typed, person, placeOf(room));
  if (!gone.ok) return gone.sentence;
  const { timezone } = room.desk.handbook();
  return awayPayload(gone, { ...room.links, timezone });
}

export function answerBack(room: Room, person: Person): Promise<string> {
  return room.absences.comeBack(person, placeOf(room));
}

/** Best effort, after their press: taking something on ends no absence. */
export async function tellIfAway(room: Room, { presser, response_url }: Press): Promise<void> {
  try {
    const who = await room.people.identify(presser.team, presser.id);
    const absence = who.ok ? absenceOf(who.person.email, await room.absences.standing()) : null;
    if (absence === null) return;
    const until = absence.until === null ? '' : ` until ${instant(absence.until)}`;
    const reader = { user: presser.id, responseUrl: response_url ?? null };
    const rest = 'What you take falls back to the department when it is due.';
    await room.privately.tell(reader, `You are away${until}: /heed back ends it. ${rest}`);
  } catch (error) {
    room.log.warn({ err: error }, 'Could not remind somebody that they are away');
  }
}

function placeOf({ people }: Room) {
  return { surface: SURFACE_NAME, tenant: people.tenant };
}
