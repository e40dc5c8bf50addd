/**
 * A site whose Heed works in Teams: a connector that outlives every Heed and keeps what it did for
 * which of them, and a Teams that brings what people do again until Heed answers.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import {
  addedTo,
  type Connector,
  postActivity,
  ROSTER,
  startConnector,
  TENANT,
} from '../support/teams.ts';
import { CARE, TEAM } from '../support/teams-house.ts';
import type { Heeds } from './heeds.ts';
import type { Lives } from './lives.ts';
import type { StorePlace } from './place.ts';
import { openSite, type Site } from './site.ts';

const HANDBOOK = `company: Acme
timezone: Africa/Johannesburg
people:
  - { name: Thandi Nkosi, email: thandi@acme.example, role: agent, departments: [care] }
  - { name: Sam Botha, email: sam@acme.example, role: lead, departments: [care] }
  - { name: Zanele Khumalo, email: zanele@acme.example, role: admin }
departments:
  care: { channel: { teams: Care } }
categories:
  complaint: { approvals: 1 }
routing:
  - { words: [broken], category: complaint }
sending: { undo: 1s }
sources:
  - { id: website, network: webhook, secret_env: SECRET, reply_url: "http://127.0.0.1:9/" }
`;

/** A message as it was when it was sent. */
export interface Delivered {
  readonly conversation: string;
  readonly activity: object;
  /** In which of Heed's lives; the first is 0. */
  readonly life: number;
}

/** One activity of Teams', and what became of it. */
export interface Brought {
  readonly id: string;
  readonly isInvoke: boolean;
  readonly conversation: string;
  /** Those that Heed, or its door, was ended over, and those that came before it was up. */
  cut: number;
  /** What Heed answered each time that it did. */
  readonly answers: { readonly status: number; readonly body: unknown }[];
  /** Teams heard an answer before it gave up. */
  isTaken: boolean;
}

export interface TeamsSite {
  readonly site: Site;
  readonly connector: Connector;
  /** Each message that came to stand somewhere, in order. */
  readonly delivered: readonly Delivered[];
  readonly brought: readonly Brought[];
  /** Brings it again, as it is, until Heed answers. Throws when Teams gives up. */
  send(activity: unknown): Promise<{ status: number; body: unknown }>;
  /** Heed is started, added to the team, and stopped. */
  install(heeds: Heeds, lives: Lives): Promise<void>;
  close(): Promise<void>;
}

/** Whoever pressed is told that nothing came of it after so long. */
const INVOKE_WAITS_MS = 12_000;
const MESSAGE_WAITS_MS = 150_000;
const AGAIN_MS = 100;
/**
 * Of so many answers to presses one does not come through, and none that words got first: Teams
 * brings them once more.
 */
const ONE_LOST_OF = 4;

const coming = z.object({
  id: z.string(),
  type: z.string(),
  conversation: z.object({ id: z.string() }),
});

export async function openTeamsSite({ location }: StorePlace, lives: Lives): Promise<TeamsSite> {
  const delivered: Delivered[] = [];
  const brought: Brought[] = [];
  let answered = 0;
  const connector = await startConnector((boundary, conversation, activity) => {
    if (boundary === 'send performed') {
      delivered.push({ conversation, activity, life: lives.ends.length });
    }
    return lives.passed(boundary);
  });
  connector.team(TEAM.id, [{ id: TEAM.id }, { id: CARE, name: 'Care' }]);
  connector.members(TEAM.id, ROSTER);
  const site = await openSite({
    location,
    hook: lives.hookUrl,
    passed: lives.passed,
    change: () => HANDBOOK,
    teams: { type: 'local', tenant: TENANT },
  });
  const url = `http://127.0.0.1:${lives.port}`;

  async function bring(
    one: Brought,
    activity: unknown,
  ): Promise<Brought['answers'][number] | null> {
    const answer = await postActivity(url, activity).catch(() => null);
    if (answer === null || answer.status === 503) {
      one.cut += 1;
      return null;
    }
    one.answers.push(answer);
    answered += 1;
    const isLost = one.isInvoke ? answered % ONE_LOST_OF === 0 : one.answers.length === 1;
    return isLost ? null : answer;
  }

  async function send(activity: unknown): Promise<{ status: number; body: unknown }> {
    const { id, type, conversation } = coming.parse(activity);
    const isInvoke = type === 'invoke';
    const one: Brought = {
      ...{ id, isInvoke, conversation: conversation.id, cut: 0, answers: [], isTaken: false },
    };
    brought.push(one);
    const end = Date.now() + (isInvoke ? INVOKE_WAITS_MS : MESSAGE_WAITS_MS);
    while (Date.now() < end) {
      const answer = await bring(one, activity);
      if (answer !== null) {
        one.isTaken = true;
        return answer;
      }
      await pause(AGAIN_MS);
    }
    throw new Error(`Heed did not answer ${id}`);
  }

  return {
    site,
    connector,
    delivered,
    brought,
    send,
    async install(heeds, { port }) {
      const heed = heeds.start(site.orders(port, null));
      await heed.ready;
      await send({ ...addedTo(connector, TEAM), id: 'added' });
      await heed.stop();
    },
    async close() {
      await site.close();
      await connector.close();
    },
  };
}
