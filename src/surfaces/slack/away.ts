/** What somebody is told who works on while they are away. */
import type { Logger } from 'pino';
import type { Absences } from '../../app/absences.ts';
import { absenceOf } from '../../core/absence.ts';
import { instant } from '../../core/sentences.ts';
import type { Press } from './actions.ts';
import type { People } from './people.ts';
import type { Privately } from './private.ts';

/** What of the room this needs. */
interface Room {
  readonly absences: Absences;
  readonly people: People;
  readonly privately: Privately;
  readonly log: Logger;
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
