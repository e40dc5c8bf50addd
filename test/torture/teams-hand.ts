/** Somebody at a desk in Teams whose Heed may be gone at any moment: see `desk-hand.ts`. */
import { CARE } from '../support/teams-house.ts';
import { cardsIn, chatWith, type Shown, teamsStaffOf, type Who } from '../support/teams-staff.ts';
import { labelsOf, textsIn } from '../surfaces/teams/looking.ts';
import { createReach, type Reach } from './reach.ts';
import type { TeamsSite } from './teams-site.ts';

export interface TeamsHand {
  readonly reach: Reach;
  /** What somebody did and Heed said that it is done. */
  readonly done: readonly Done[];
  readonly notes: readonly WrittenNote[];
  /** The newest card about it. */
  card(tag: string): Shown | null;
  /** Its first line, which ends with how it stands. */
  standing(tag: string): string;
  press(who: Who, tag: string, label: string): Promise<void>;
  /** Presses in their chat, under the request that says this. */
  pressRequest(who: Who, saying: string, label: string): Promise<void>;
  fillIn(who: Who, tag: string, how: FillIn): Promise<void>;
  /** Writes in the thread of the card, to Heed. */
  note(who: Who, tag: string, text: string): Promise<void>;
  /** Asks Heed something in their chat. */
  ask(who: Who, words: string): Promise<void>;
}

interface FillIn {
  readonly label: string;
  readonly fields: Record<string, string>;
  readonly submit: string;
}

export interface Done {
  readonly who: Who;
  readonly tag: string;
  readonly label: string;
  /** What was sent for review; empty for anything else. */
  readonly text: string;
}

export interface WrittenNote {
  readonly tag: string;
  readonly text: string;
  /** The message at the top of the thread. */
  readonly under: string;
  /** Heed said that it came. */
  readonly isTaken: boolean;
}

export function createTeamsHand(teams: TeamsSite, onStep: () => void): TeamsHand {
  const { connector } = teams;
  const staff = teamsStaffOf(teams);
  const done: Done[] = [];
  const notes: WrittenNote[] = [];

  const card = (tag: string) =>
    cardsIn(connector, CARE).findLast((one) => textsIn(one.card).includes(tag)) ?? null;

  function situation(): string {
    return cardsIn(connector, CARE)
      .map((one) => `${textsIn(one.card)} | ${labelsOf(one.card).join(', ')}`)
      .join('\n\n');
  }

  async function pressOn(who: Who, on: Shown | null, act: Done): Promise<void> {
    if (on === null || !labelsOf(on.card).includes(act.label)) return;
    if ((await staff.press(who, on, act.label)) === 'Done.') done.push(act);
  }

  return {
    reach: createReach(situation, onStep),
    done,
    notes,
    card,
    standing: (tag) => textsIn(card(tag)?.card).split('\n')[0] ?? '',
    press: (who, tag, label) => pressOn(who, card(tag), { who, tag, label, text: '' }),
    async pressRequest(who, saying, label) {
      const tag = /\(.*?\)/.exec(saying)?.[0] ?? '';
      const on = cardsIn(connector, chatWith(who)).findLast(
        (one) => textsIn(one.card).includes(saying) && labelsOf(one.card).includes(label),
      );
      await pressOn(who, on ?? null, { who, tag, label, text: '' });
    },
    async fillIn(who, tag, { label, fields, submit }) {
      const on = card(tag);
      if (on === null || !labelsOf(on.card).includes(label)) return;
      const dialog = await staff.openDialog(who, on, label);
      if (!labelsOf(dialog.card).includes(submit)) return;
      const again = await staff.submit(who, on, dialog, fields, submit);
      if (again === null) done.push({ who, tag, label, text: fields['text'] ?? '' });
    },
    async note(who, tag, text) {
      const on = card(tag);
      if (on === null) return;
      const written = { tag, text, under: on.id, isTaken: false };
      notes.push(written);
      await staff.write(who, `<at>Test Bot</at> ${text}`, `${CARE};messageid=${on.id}`);
      written.isTaken = true;
    },
    ask: (who, words) => staff.write(who, words, chatWith(who)),
  };
}
