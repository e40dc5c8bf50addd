/** Teams in a trial: Microsoft's Agents Playground beside Heed's own sandbox. */
import { join } from 'node:path';
import type { Heed } from '../compose.ts';
import { channelOn, type Handbook } from '../core/handbook.ts';
import { type Env, ownEnvironment } from '../env.ts';
import { startPlayground } from '../sandbox/playground.ts';
import type { TeamsCredentials } from '../surfaces/teams/auth.ts';
import { PLAYGROUND_TENANT } from './settings.ts';

export const PLAYGROUND: TeamsCredentials = { type: 'local', tenant: PLAYGROUND_TENANT };

/** What runs beside Heed until it is told to stop. */
export interface Beside {
  /** What to do first, for whoever reads the terminal. */
  readonly greeting: string;
  /** Resolves when somebody looks. */
  readonly opened: Promise<void>;
  close(): Promise<void>;
}

/** The team of the Playground has two channels, and the first one is always called so. */
const FIRST = 'General';
const SECOND = 'Second';
const PORT = 56_150;

/** Where two departments stand in Teams whose handbook names no place there, by id. */
export function playgroundChannels({ departments }: Handbook): Readonly<Record<string, string>> {
  const [first, second] = departments;
  return {
    ...(first === undefined ? {} : { [first.id]: FIRST }),
    ...(second === undefined ? {} : { [second.id]: second.name }),
  };
}

/** @throws Error with a sentence when it cannot be fetched or started */
export async function openPlayground(env: Env, handbook: Handbook, heed: Heed): Promise<Beside> {
  const named = handbook.departments.flatMap(({ channel }) => {
    return channelOn(channel, 'teams')?.split('/').at(-1) ?? [];
  });
  const { people, company } = handbook;
  process.stdout.write('Fetching and starting the Agents Playground, which is Teams here …\n');
  const playground = await startPlayground({
    folder: join(env.HEED_DATA_DIR, 'playground'),
    environment: ownEnvironment(),
    port: PORT,
    endpoint: `${heed.url}/api/messages`,
    tenant: PLAYGROUND_TENANT,
    team: company,
    channel: named.find((name) => name !== FIRST) ?? SECOND,
    people,
  });
  await playground.install();
  const [you] = people;
  return {
    greeting: greetingFor(playground.url, you?.name ?? 'the first of the handbook'),
    opened: playground.opened,
    close: playground.close,
  };
}

function greetingFor(url: string, you: string): string {
  return `Teams is at ${url}, where you are ${you}: everybody else works in the sandbox.
  1. Open Teams and choose "General" on the left: cards appear as customers write, while the page is open.
  2. Press Claim on one. To reply choose ··· at the message's corner, Action Command,
     with the command reply, since the Playground shows no dialogs from a card.
  3. In "Personal Chat" type help, mine, queue or stats this week.`;
}
