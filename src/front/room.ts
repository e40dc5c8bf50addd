/** What everything that somebody presses, fills in or types is answered with. */
import type { Logger } from 'pino';
import type { Absences } from '../app/absences.ts';
import type { Desk } from '../app/desk.ts';
import type { HandOver } from '../app/hand-over.ts';
import type { Logbook } from '../app/logged.ts';
import type { Lists } from '../app/overview.ts';
import type { Statistics } from '../app/statistics.ts';
import type { Place } from '../app/surface-message.ts';
import type { Person } from '../core/handbook.ts';
import { plainSentence } from './clock.ts';
import { LIMITS } from './limits.ts';
import type { Medium } from './medium.ts';
import { type Inline, sentence } from './page.ts';
import { clean, fitUnits } from './text.ts';

export interface Room {
  readonly desk: Desk;
  readonly lists: Lists;
  readonly absences: Absences;
  readonly logbook: Logbook;
  readonly statistics: Statistics;
  readonly handOver: HandOver;
  readonly place: Place;
  readonly medium: () => Medium;
  /** How one works on this surface, a line each, for `help`. */
  readonly ways: readonly string[];
  /** Whether what somebody asked for alone can be shown to a whole channel by one press. */
  readonly canShare: boolean;
  readonly now: () => number;
  readonly log: Logger;
}

/** Somebody who may act, or a sentence for somebody who may only look. */
export type Identified =
  | { readonly ok: true; readonly person: Person }
  | { readonly ok: false; readonly sentence: string };

/** A sentence of the core's as it stands on a page. */
export function told({ now, desk }: Pick<Room, 'now' | 'desk'>, text: string): Inline[] {
  return sentence(text, now(), desk.handbook().timezone);
}

/** The same where only plain text can stand. */
export function spoken({ now, desk }: Pick<Room, 'now' | 'desk'>, text: string): string {
  const plain = plainSentence(text, now(), desk.handbook().timezone);
  return fitUnits(clean(plain), LIMITS.inputError);
}
