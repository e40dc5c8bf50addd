/** How somebody fills in each dialog, and what they write down of it. */
import type { View } from '../../../src/sandbox/views.ts';
import type { StaffName } from '../../support/staff.ts';
import { says } from '../../support/staff.ts';
import type { Chance } from './chance.ts';
import { type Diary, type Entry, markOf } from './diary.ts';
import type { Sight } from './sight.ts';
import type { Kind, Tally } from './tally.ts';

export interface Player {
  readonly who: StaffName;
  readonly sight: Sight;
  readonly chance: Chance;
  readonly diary: Diary;
  readonly tally: Tally;
}

const OPENS_MS = 2_500;
const FILLS_MS = 700;
const SUBMITS_MS = 4_000;

const LINES = [
  'Sorry about that, we look at it today.',
  'Thank you for writing to us.',
  'Send us your order number, please.',
] as const;

/** By name, as dialogs list them: those who play. */
const NAMES: Readonly<Record<string, string>> = {
  'Thandi Nkosi': 'thandi@acme.example',
  'Sam Botha': 'sam@acme.example',
  'Lindiwe Dube': 'lindiwe@acme.example',
  'Noor Patel': 'noor@acme.example',
};

/** What was filled in, once it is submitted. */
type Filled = Pick<Entry, 'kind' | 'text' | 'needsReview' | 'asked'> | null;

/**
 * Fills in what opens, submits it, sometimes twice, and closes what is left. Answers whether it was
 * taken; null where nothing opened that can be filled in.
 */
export async function fillIn(
  player: Player,
  kind: Kind,
  ref: string,
  before: string,
): Promise<Entry['outcome'] | null> {
  const { sight, tally } = player;
  const told = sight.timesTold();
  const isAnswered = () => sight.staff.top(player.who) !== null || sight.timesTold() > told;
  await sight.lookFor(isAnswered, OPENS_MS);
  // What takes longer to prepare, and what was opened from a dialog, is filled in later.
  if (sight.timesTold() === told) await sight.lookFor(sight.canFill, FILLS_MS);
  const view = sight.staff.top(player.who);
  // One that was asked for before and opens late is closed again.
  if (view === null || !sight.canFill() || !view.modal.title.text.startsWith(kind)) return null;
  const about = /H-\d+/.exec(says(view))?.[0] ?? ref;
  const filled = await fill(player, kind, before);
  if (filled === 'left') return null;
  const entry = filled && write(player, about, filled);
  const { id, hash } = view;
  const submits = player.chance.happens(0.15) ? 2 : 1;
  if (submits === 2) tally.did('double click');
  const acts = Array.from({ length: submits }, () => sight.staff.submit(player.who));
  await Promise.all(acts);
  const outcome = await outcomeOf(player, { id, hash });
  if (entry !== null) entry.outcome = outcome;
  return outcome;
}

function write({ sight, diary }: Player, ref: string, filled: NonNullable<Filled>): Entry {
  const entry: Entry = {
    ...filled,
    by: sight.email,
    ref,
    outcome: 'unknown',
    approvedBy: new Set(),
    stopped: false,
  };
  diary.write(entry);
  return entry;
}

/** A dialog that was taken closes; one that comes back with something else was refused. */
async function outcomeOf(
  { sight, who }: Player,
  { id, hash }: Pick<View, 'id' | 'hash'>,
): Promise<Entry['outcome']> {
  const stands = () => {
    const top = sight.staff.top(who);
    return top?.id === id ? top : null;
  };
  const said = () => says(stands() ?? {});
  await sight.lookFor(() => !said().includes('One moment…'), SUBMITS_MS);
  const view = stands();
  if (view === null || said().includes('Done. You can close this.')) return 'taken';
  const isAnswered = Object.keys(view.errors).length > 0 || view.hash !== hash;
  return isAnswered && !said().includes('One moment…') ? 'refused' : 'unknown';
}

async function fill(player: Player, kind: Kind, before: string): Promise<Filled | 'left'> {
  const { sight, who, chance, diary } = player;
  switch (kind) {
    case 'Reply':
    case 'Edit and approve':
    case 'Correct':
      return fillReply(player, kind, before);
    case 'Delete':
      await sight.staff.type(who, aReason(diary, 'It was for somebody else.'));
      return { kind: 'deletion', text: '', needsReview: false, asked: [] };
    case 'Request changes':
    case 'Escalate':
      await sight.staff.type(
        who,
        aReason(diary, chance.pick(['Please say when.', 'I need help here.'])),
      );
      return null;
    case 'Mute author':
      await sight.staff.type(who, aReason(diary, 'Insults everybody who answers.'));
      await sight.staff.pick(who, chance.pick(['1 day', '1 week', '1 month']));
      return null;
    case 'Answered elsewhere':
      await sight.staff.type(who, aLink(diary), 'url_text_input');
      return null;
    case 'Category':
    case 'Resolve':
    case 'Dismiss':
    case 'Transfer':
    case 'Assign':
      await pickAny(player);
      return null;
    default:
      throw new Error(`${kind} opens no dialog`);
  }
}

/** No reply, so that nobody takes its mark for one's. */
function aReason(diary: Diary, text: string): string {
  return diary.mark(text).replace('R', 'W');
}

/** One that nobody gave before. */
export function aLink(diary: Diary): string {
  return `https://forum.example/${markOf(diary.mark(''))}`;
}

async function fillReply(
  player: Player,
  kind: 'Reply' | 'Edit and approve' | 'Correct',
  before: string,
): Promise<Filled | 'left'> {
  const { sight, who, chance, diary, tally } = player;
  const text = diary.mark(chance.pick(LINES));
  await sight.staff.type(who, text);
  if (kind === 'Reply' && chance.happens(0.1)) {
    tally.did('left a draft');
    return 'left';
  }
  const opened = sight.staff.top(who);
  // With somebody asked before it says so too, whatever the category asks for.
  const isAsking = (opened?.values['asked']?.['asked']?.selected_options ?? []).length > 0;
  const needsReview = opened?.modal.submit?.text === 'Submit for review' && !isAsking;
  if (kind === 'Edit and approve') {
    const edited = diary.about(before).at(-1);
    const asked = (edited?.asked ?? []).filter((email) => email !== sight.email);
    return { kind: 'edit', text, needsReview, asked };
  }
  const asked: string[] = [];
  if (chance.happens(tally.count('asked somebody') < 2 ? 0.5 : 0.12)) {
    // Of what is sensitive only those who are named for it can be asked.
    const others = choicesIn(player).filter((name) => name in NAMES);
    const name = chance.weigh(others.map((one) => [one, 1] as const));
    if (name !== null) await sight.staff.pick(who, name);
  }
  const view = sight.staff.top(who);
  for (const option of view?.values['asked']?.['asked']?.selected_options ?? []) {
    asked.push(option.value ?? '');
  }
  if (asked.length > 0) tally.did('asked somebody');
  if (kind === 'Reply' && chance.happens(0.15)) {
    await sight.staff.pick(who, 'We owe an update');
    tally.did('owe an update');
  }
  return { kind: kind === 'Correct' ? 'correction' : 'reply', text, needsReview, asked };
}

/** One of the choices; of people, one who is there. */
async function pickAny(player: Player): Promise<void> {
  const { sight, who, chance } = player;
  const labels = choicesIn(player);
  const known = labels.filter((label) => label in NAMES);
  const choices = known.length > 0 ? known : labels;
  const label = chance.weigh(choices.map((one) => [one, 1] as const));
  if (label !== null) await sight.staff.pick(who, label);
}

function choicesIn({ sight, who }: Player): readonly string[] {
  const blocks = sight.staff.top(who)?.modal.blocks ?? [];
  return blocks.flatMap((block) => {
    if (block.type !== 'input' || !('options' in block.element)) return [];
    return (block.element.options ?? []).map((option) => option.text.text);
  });
}
