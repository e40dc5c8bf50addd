/** What somebody types to Heed: a word and the rest. Everything is answered to them alone. */
import { departmentOf, type Handbook, type Person } from '../core/handbook.ts';
import { departmentsOf } from '../core/overview.ts';
import { awayPage } from './away.ts';
import { helpPage, type Usage } from './help.ts';
import { minePage, queuePage } from './lists.ts';
import { answerLogged } from './logbook.ts';
import type { Page } from './page.ts';
import type { Identified, Room } from './room.ts';
import { statsPage } from './stats.ts';
import { cleanLine } from './text.ts';

/** What is said back; `{at:…}` in a sentence stands for an instant. */
export type Said = string | Page;

interface Command {
  /** What follows the word, as `help` shows it. */
  readonly takes?: string;
  /** What comes of it. */
  readonly tells: string;
  /** Only people of the handbook get this far. */
  answer(room: Room, rest: string, person: Person): Promise<Said>;
}

/** Answered by a form where the surface can open one. */
export const ADD = 'add';

/** By the first word. `help` needs none of them, and nobody to be known. */
const COMMANDS: Readonly<Record<string, Command>> = {
  queue: {
    takes: '[department]',
    tells: 'what is open in your departments, or in another.',
    answer: answerQueue,
  },
  mine: {
    tells: 'what you have in hand and what you are asked to review.',
    answer: async (room, _rest, person) =>
      minePage(await room.lists.mine(person, room.place), room.medium()),
  },
  away: {
    takes: '[until monday | for 2h | until 30 Nov 14:00]',
    tells:
      'you are away: nobody asks or reminds you, and what you hold is listed for handing over.',
    answer: answerAway,
  },
  back: {
    tells: 'you are there again.',
    answer: (room, _rest, person) => room.absences.comeBack(person, room.place),
  },
  logged: {
    takes: '[words]',
    tells: 'what was kept off the desk, and who is muted; leads restore and unmute there.',
    answer: answerLogged,
  },
  stats: {
    takes: '[this week | last week | 2026-W47] [department]',
    tells: 'how a week went, the last one when none is named.',
    answer: answerStats,
  },
  pause: {
    tells: 'stops all publishing (leads and admins).',
    answer: async ({ desk }, _rest, person) => (await desk.pause(person)).sentence,
  },
  resume: {
    tells: 'lets it go on.',
    answer: async ({ desk }, _rest, person) => (await desk.resume(person)).sentence,
  },
};

/** All that is answered to, in the order of the list. */
export const COMMAND_WORDS: readonly string[] = [...Object.keys(COMMANDS), ADD, 'help'];

function usages(): readonly Usage[] {
  const listed = Object.entries(COMMANDS).map(([word, { takes = '', tells }]) => ({
    command: `/heed ${word} ${takes}`.trim(),
    tells,
  }));
  return [
    ...listed,
    { command: `/heed ${ADD} <link>`, tells: 'adds what Heed did not see by itself.' },
    { command: '/heed help', tells: 'this.' },
  ];
}

/** In lower case, and what follows it; both empty when nothing was typed. */
export function wordIn(text: string): { readonly word: string; readonly rest: string } {
  const [, word = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*)$/u.exec(text) ?? [];
  return { word: word.toLowerCase(), rest: rest.trim() };
}

/** Throws when the use cases do not answer. An unknown word answers help. */
export async function answerCommand(
  room: Room,
  { word, rest }: { readonly word: string; readonly rest: string },
  who: () => Promise<Identified>,
): Promise<Said> {
  const command = Object.hasOwn(COMMANDS, word) ? COMMANDS[word] : undefined;
  if (command === undefined) return helpPage(room.desk.handbook().company, room.ways, usages());
  const identified = await who();
  return identified.ok ? command.answer(room, rest, identified.person) : identified.sentence;
}

/** @param typed until when; empty for until they come back */
async function answerAway(room: Room, typed: string, person: Person): Promise<Said> {
  const gone = await room.absences.goAway(typed, person, room.place);
  return gone.ok ? awayPage(gone, room.medium()) : gone.sentence;
}

/** @param typed which week and department; empty for the last week of all of them */
async function answerStats(room: Room, typed: string): Promise<Said> {
  const asked = await room.statistics.read(typed, room.place);
  if (!asked.ok) return asked.sentence;
  const standing = { type: room.canShare ? 'private' : 'digest' } as const;
  const context = { handbook: room.desk.handbook(), medium: room.medium(), standing };
  return statsPage(asked.stats, context);
}

async function answerQueue(room: Room, rest: string, person: Person): Promise<Said> {
  const handbook = room.desk.handbook();
  const named = rest === '' ? null : departmentsNamed(rest, handbook);
  const wanted = named ?? departmentsOf(person, handbook);
  if (wanted.length === 0) {
    const known = handbook.departments.map(({ name }) => cleanLine(name)).join(', ');
    return rest === ''
      ? `You are in no department. /heed queue <department> lists one: ${known}.`
      : `There is no department of that name. There are: ${known}.`;
  }
  const names = wanted.map((id) => departmentOf(handbook, id)?.name ?? id);
  const queue = await room.lists.queue(named, person, room.place);
  return queuePage(queue, names, room.medium());
}

/** By id or by name, however it is capitalised. */
function departmentsNamed(text: string, handbook: Handbook): readonly string[] {
  const wanted = text.replace(/^#/u, '').toLowerCase();
  return handbook.departments
    .filter(({ id, name }) => id.toLowerCase() === wanted || name.toLowerCase() === wanted)
    .map(({ id }) => id);
}
