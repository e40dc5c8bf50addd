/** The slash command: `/heed <word> <rest>`. Everything is answered in private. */
import { z } from 'zod';
import { ADD, answerCommand, type Said, wordIn } from '../../front/commands.ts';
import type { Presser } from './actions.ts';
import type { Room } from './presses.ts';
import { sentenceFor } from './private.ts';

const body = z
  .object({
    user_id: z.string(),
    team_id: z.string(),
    text: z.string().default(''),
    trigger_id: z.string().default(''),
    response_url: z.url().nullish(),
  })
  .transform((given) => {
    const presser: Presser = { id: given.user_id, team: given.team_id };
    return {
      presser,
      ...wordIn(given.text),
      triggerId: given.trigger_id,
      responseUrl: given.response_url ?? null,
    };
  });
export type Asked = z.infer<typeof body>;

export function parseCommand(given: unknown): Asked | null {
  return body.safeParse(given).data ?? null;
}

/** Never throws: whatever goes wrong is logged and said. Undefined where a dialog answers. */
export async function takeCommand(room: Room, asked: Asked): Promise<Said | undefined> {
  const { word, rest, presser } = asked;
  try {
    const who = () => room.people.identify(presser.team, presser.id);
    if (word !== ADD) return await answerCommand(room, asked, who);
    const identified = await who();
    if (!identified.ok) return identified.sentence;
    await room.tracking.fromCommand(asked, rest);
    return undefined;
  } catch (error) {
    room.log.error({ err: error, command: word }, 'A command failed');
    return sentenceFor(error);
  }
}
