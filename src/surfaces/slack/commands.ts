/** The slash command: `/heed <word> <rest>`. Everything is answered in private. */
import { z } from 'zod';
import { departmentOf, type Handbook, type Person } from '../../core/handbook.ts';
import { departmentsOf } from '../../core/overview.ts';
import type { Presser } from './actions.ts';
import { answerAway, answerBack } from './away.ts';
import { helpText } from './help.ts';
import { answerLogged } from './logged.ts';
import type { Payload } from './payload.ts';
import { SURFACE_NAME } from './people.ts';
import type { Room } from './presses.ts';
import { sentenceFor } from './private.ts';
import { type ListContext, minePayload, queuePayload } from './render-lists.ts';
import { answerStats } from './stats.ts';
import { cleanLine } from './text.ts';

const body = z
  .object({
    user_id: z.string(),
    team_id: z.string(),
    text: z.string().default(''),
    trigger_id: z.string().default(''),
    response_url: z.url().nullish(),
  })
  .transform((given) => {
    const [, word = '', rest = ''] = /^\s*(\S*)\s*([\s\S]*)$/u.exec(given.text) ?? [];
    const presser: Presser = { id: given.user_id, team: given.team_id };
    return {
      presser,
      /** In lower case; empty when nothing was typed. */
      word: word.toLowerCase(),
      rest: rest.trim(),
      triggerId: given.trigger_id,
      responseUrl: given.response_url ?? null,
    };
  });
export type Asked = z.infer<typeof body>;

export function parseCommand(given: unknown): Asked | null {
  return body.safeParse(given).data ?? null;
}

/** What is said back: a sentence, or blocks of its own; undefined where a dialog answers. */
export type Said = string | Payload | undefined;

export interface Command {
  /** As `/heed help` lists it; empty where another one's line tells of it too. */
  readonly usage: string;
  /** Only people of the handbook get this far. */
  answer(room: Room, asked: Asked, person: Person): Promise<Said>;
}

/** By the word after `/heed`. `help` needs none of them, and nobody to be known. */
const COMMANDS: Readonly<Record<string, Command>> = {
  queue: {
    usage:
      '/heed queue lists what is open in your departments, /heed queue <department> in another.',
    answer: answerQueue,
  },
  mine: {
    usage: '/heed mine lists what you have in hand and what you are asked to review.',
    answer: answerMine,
  },
  away: {
    usage:
      '/heed away until monday (or for 2h, until 30 Nov 14:00, or nothing for until you are back) says that you are away: nobody asks or reminds you, and what you hold is listed for handing over. /heed back ends it.',
    answer: (room, { rest }, person) => answerAway(room, rest, person),
  },
  back: {
    usage: '',
    answer: (room, _asked, person) => answerBack(room, person),
  },
  logged: {
    usage:
      '/heed logged [words] lists what was kept off the desk, and who is muted; leads restore and unmute there.',
    answer: (room, { rest }, person) => answerLogged(room, rest, person),
  },
  stats: {
    usage:
      '/heed stats [this week | last week | 2026-W47] [department] says how a week went, the last one when none is named; Share here shows it to the channel.',
    answer: (room, { rest }) => answerStats(room, rest),
  },
  add: {
    usage: '/heed add <link> adds what Heed did not see by itself.',
    async answer({ tracking }, asked) {
      await tracking.fromCommand(asked, asked.rest);
      return undefined;
    },
  },
  pause: {
    usage: '/heed pause stops all publishing, /heed resume lets it go on (leads and admins).',
    answer: async ({ desk }, _asked, person) => (await desk.pause(person)).sentence,
  },
  resume: {
    usage: '',
    answer: async ({ desk }, _asked, person) => (await desk.resume(person)).sentence,
  },
};

/** Never throws: whatever goes wrong is logged and said. */
export async function takeCommand(room: Room, asked: Asked): Promise<Said> {
  const { word, presser } = asked;
  const command = Object.hasOwn(COMMANDS, word) ? COMMANDS[word] : undefined;
  if (command === undefined) {
    const usages = Object.values(COMMANDS).flatMap(({ usage }) => (usage === '' ? [] : usage));
    return helpText(room.desk.handbook().company, usages);
  }
  try {
    const who = await room.people.identify(presser.team, presser.id);
    return who.ok ? await command.answer(room, asked, who.person) : who.sentence;
  } catch (error) {
    room.log.error({ err: error, command: word }, 'A command failed');
    return sentenceFor(error);
  }
}

async function answerMine(room: Room, _asked: Asked, person: Person): Promise<Said> {
  return minePayload(await room.lists.mine(person, placeOf(room)), contextOf(room));
}

async function answerQueue(room: Room, { rest }: Asked, person: Person): Promise<Said> {
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
  const queue = await room.lists.queue(named, person, placeOf(room));
  return queuePayload(queue, names, contextOf(room));
}

/** By id or by name, however it is capitalised. */
function departmentsNamed(text: string, handbook: Handbook): readonly string[] {
  const wanted = text.replace(/^#/u, '').toLowerCase();
  return handbook.departments
    .filter(({ id, name }) => id.toLowerCase() === wanted || name.toLowerCase() === wanted)
    .map(({ id }) => id);
}

function placeOf({ people }: Room) {
  return { surface: SURFACE_NAME, tenant: people.tenant };
}

function contextOf({ desk, links }: Room): ListContext {
  return { timezone: desk.handbook().timezone, links };
}
