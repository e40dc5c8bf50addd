/** What no source saw: `add <link>` offers a dialog, and what is filled in there becomes a mention. */
import { type Known, NO_LINK, type Sighting, type Tracker } from '../../app/track.ts';
import { departmentOf, type Person } from '../../core/handbook.ts';
import { normaliseLink } from '../../core/links.ts';
import type { Filled, Form } from '../../front/form.ts';
import { SHOWN } from '../../front/limits.ts';
import {
  button,
  type Inline,
  lines,
  link as linkTo,
  type Page,
  paragraph,
  row,
  words,
} from '../../front/page.ts';
import { said } from '../../front/questions.ts';
import { type Room, told } from '../../front/room.ts';
import { cleanLine, shorten } from '../../front/text.ts';
import { alreadyThere, sightingIn, trackForm } from '../../front/track-form.ts';
import { inTeams } from './help.ts';
import { TRACK } from './limits.ts';

export interface TrackingRoom extends Room {
  readonly tracker: Tracker;
}

/** What a button carries has its limits. */
const LONGEST_LINK = 1_000;

/** @param typed the link; empty for none yet */
export function offerTracking(typed: string): Page {
  const shown = shorten(cleanLine(typed), SHOWN.preview).text;
  if (typed !== '' && (typed.length > LONGEST_LINK || normaliseLink(typed) === null)) {
    const sentence = `"${shown}": ${NO_LINK}`;
    return { sentence, blocks: paragraph(lines([words(sentence)])) };
  }
  const sentence = `Add what Heed did not see by itself${shown === '' ? '' : `: ${shown}`}`;
  return {
    sentence,
    blocks: [
      ...paragraph(lines([words(sentence)])),
      ...row(TRACK, [button('Track in Heed', TRACK, typed)]),
    ],
  };
}

/** Throws when the use cases do not answer. */
export async function makeTrackForm(
  room: TrackingRoom,
  person: Person,
  { link = '', text = '', author = '' }: Partial<Sighting>,
): Promise<Form> {
  const { tracker, desk } = room;
  const known = link === '' ? null : await tracker.find(link, person);
  if (known !== null) return said(wayTo(room, known), null);
  const sighting = { link, text, author, ...tracker.suggest(text, person) };
  return trackForm({ sighting, handbook: desk.handbook(), notice: [], carried: '' });
}

/** What is said of something that is here already, and the way to its card. */
function wayTo(room: Room, known: Known): Inline[] {
  const sentence = told(room, inTeams(alreadyThere(known)));
  const url = known.type === 'hidden' ? null : room.medium().linkTo(known.card);
  return url === null ? sentence : [...sentence, ...words(' '), ...linkTo('Open card', url)];
}

export type Tracked =
  | { readonly type: 'again'; readonly form: Form; readonly sentence: string }
  | { readonly type: 'over'; readonly form: Form };

/** Throws when the use cases do not answer. */
export async function takeTracked(
  room: TrackingRoom,
  filled: Filled,
  person: Person,
): Promise<Tracked> {
  const sighting = sightingIn(filled);
  const handbook = room.desk.handbook();
  const form = trackForm({ sighting, handbook, notice: [], carried: '' });
  const tracked = await room.tracker.track(sighting, person);
  switch (tracked.type) {
    case 'refused':
      return { type: 'again', form, sentence: tracked.sentence };
    case 'known':
      return { type: 'again', form, sentence: inTeams(alreadyThere(tracked.known)) };
    case 'added': {
      const { ref, department } = tracked.mention;
      const name = departmentOf(handbook, department)?.name ?? department;
      return {
        type: 'over',
        form: said(told(room, `${ref} is with ${cleanLine(name)} now.`), null),
      };
    }
    default:
      return tracked satisfies never;
  }
}
