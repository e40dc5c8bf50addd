/** The surface against the sandbox's workspace, over signed HTTP or the socket. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import type { Budget } from '../../../src/app/outbox-port.ts';
import type { PersonLink, PersonLinks } from '../../../src/app/people-port.ts';
import type { MessageRef } from '../../../src/app/surface-message.ts';
import type { Actor } from '../../../src/core/commands.ts';
import { type Handbook, type Person, personOf } from '../../../src/core/handbook.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../src/sandbox/index.ts';
import {
  createSlackSurface,
  type SlackOptions,
  type SlackSurface,
} from '../../../src/surfaces/slack/index.ts';
import { aHandbook } from '../../support/cast.ts';
import {
  emptyAbsences,
  emptyHands,
  emptyLogbook,
  emptyNotebook,
  emptyStatistics,
  emptyTracker,
} from '../../support/empty-rooms.ts';
import { createMemoryDesk, type MemoryDesk } from '../../support/memory-desk.ts';
import { listsOver, NO_LISTS } from '../../support/memory-lists.ts';
import { STAFF, type Staff, type StaffName, staffOf } from '../../support/staff.ts';

function person(name: string, role: Person['role'], ...departments: string[]): Person {
  const first = name.split(' ')[0]?.toLowerCase() ?? name;
  return { name, email: `${first}@acme.example`, role, departments };
}

/** The people of the sandbox's workspace, in the handbook of the tests. */
/** For a message that nobody has to look for later. */
export const NOTHING_FIRST = async () => {};

export function aStaffedHandbook(change: Partial<Handbook> = {}): Handbook {
  const departments = aHandbook().departments.map((department) => ({
    ...department,
    contacts: ['sam@acme.example', 'zanele@acme.example'],
    contactsAfterMs: [null, null],
  }));
  return aHandbook({
    departments,
    people: [
      person('Thandi Nkosi', 'agent', 'care', 'deliveries'),
      person('Sam Botha', 'lead', 'care', 'deliveries'),
      person('Lindiwe Dube', 'reviewer', 'care'),
      person('Noor Patel', 'trainee', 'care'),
      person('Kabelo Mokoena', 'agent', 'deliveries'),
      person('Zanele Khumalo', 'admin'),
    ],
    ...change,
  });
}

export function memoryLinks(): PersonLinks {
  const links = new Map<string, PersonLink>();
  const find = (test: (link: PersonLink) => boolean) => [...links.values()].find(test) ?? null;
  return {
    byExternalId: async (surface, tenant, id) => links.get(`${surface} ${tenant} ${id}`) ?? null,
    byEmail: async (surface, tenant, email) =>
      find((one) => one.surface === surface && one.tenant === tenant && one.email === email),
    save: async (link) => {
      links.set(`${link.surface} ${link.tenant} ${link.externalId}`, { ...link, usedAt: null });
    },
    noteUse: async () => undefined,
  };
}

export interface Stage {
  readonly sandbox: Sandbox;
  readonly desk: MemoryDesk;
  readonly slack: SlackSurface;
  readonly staff: Staff;
  /** Mentions whose card was asked to be drawn anew. */
  readonly redrawn: readonly string[];
  readonly log: readonly string[];
  /** Where Slack posts to, over HTTP. */
  readonly door: string;
  /** As somebody acts who is in the handbook. */
  asPerson(who: StaffName): Actor;
  /** Shows the card of a mention in its channel, or draws it again. */
  show(mention: string): Promise<MessageRef>;
}

export interface StageOptions {
  readonly delivery?: 'http' | 'socket';
  readonly handbook?: Handbook;
  readonly limits?: SandboxOptions['limits'];
  /** Lines on each list; all when left out. */
  readonly most?: number;
  readonly takeBudget?: (key: string, budget: Budget, now: number) => Promise<number>;
}

/** Listens before anything is there to listen, so that both sides know where the other is. */
async function openDoor(): Promise<{ port: number; app: express.Express }> {
  const app = express();
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { port, app };
}

export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const overHttp = options.delivery !== 'socket';
  const door = await openDoor();
  const sandbox = await startSandbox({
    hookUrl: () => 'http://127.0.0.1:9/hooks',
    delivery: overHttp
      ? { type: 'http', url: `http://127.0.0.1:${door.port}/slack/events` }
      : { type: 'socket' },
    limits: options.limits ?? 'none',
  });
  onTestFinished(() => sandbox.close());
  const desk = createMemoryDesk(options.handbook ?? aStaffedHandbook());
  const shown = new Map<string, MessageRef>();
  const lists = listsOver(
    () => desk.all().map((kept) => ({ ...kept, standsAt: shown.get(kept.mention.id) ?? null })),
    desk.handbook(),
    options.most,
  );
  const redrawn: string[] = [];
  const log: string[] = [];
  const slack = await createSlackSurface({
    ...surfaceOptions(sandbox, overHttp),
    desk,
    lists: {
      queue: async (departments, person) => {
        await desk.look('', person);
        return lists.queue(departments, person);
      },
      mine: async (person) => lists.mine(person),
      async openHome(person, _place, standing) {
        await desk.look('', person);
        const view = { type: 'home', overview: lists.overview(person) } as const;
        const rendered = await slack.surface.render(view);
        if (rendered.hash !== standing) {
          await slack.surface.publish(`@${person.email}`, rendered);
        }
      },
    },
    takeBudget: options.takeBudget ?? (async () => 0),
    redraw: async (mention) => {
      redrawn.push(mention);
    },
    log: pino({ level: 'info' }, { write: (line: string) => log.push(line) }),
  });
  if (slack.receiverRouter !== null) door.app.use(slack.receiverRouter);
  await slack.start();
  onTestFinished(() => slack.stop());

  async function show(mention: string): Promise<MessageRef> {
    const { card } = desk.glance(mention);
    const rendered = await slack.surface.render({ type: 'card', card, others: new Map() });
    const ref = shown.get(mention);
    if (ref !== undefined) {
      await slack.surface.update(ref, rendered, false);
      return ref;
    }
    const posted = await slack.surface.post(
      '#care',
      rendered,
      { message: mention, seq: 0 },
      NOTHING_FIRST,
    );
    shown.set(mention, posted);
    return posted;
  }

  function asPerson(who: StaffName): Actor {
    const person = personOf(desk.handbook(), STAFF[who]);
    if (person === null) throw new Error(`${who} is not in the handbook`);
    return { type: 'person', person };
  }

  const url = `http://127.0.0.1:${door.port}/slack/events`;
  return { sandbox, desk, slack, staff: staffOf(sandbox), redrawn, log, door: url, asPerson, show };
}

export function surfaceOptions(
  sandbox: Sandbox,
  overHttp: boolean,
): Pick<
  SlackOptions,
  | 'botToken'
  | 'signingSecret'
  | 'appToken'
  | 'apiUrl'
  | 'lists'
  | 'logbook'
  | 'statistics'
  | 'handOver'
  | 'absences'
  | 'notebook'
  | 'tracker'
  | 'personLinks'
  | 'now'
> {
  return {
    botToken: sandbox.botToken,
    signingSecret: sandbox.signingSecret,
    appToken: overHttp ? null : sandbox.appToken,
    apiUrl: sandbox.slackApiUrl,
    lists: NO_LISTS,
    logbook: emptyLogbook(),
    statistics: emptyStatistics(),
    handOver: emptyHands(),
    absences: emptyAbsences(),
    notebook: emptyNotebook(),
    tracker: emptyTracker(),
    personLinks: memoryLinks(),
    now: Date.now,
  };
}

/** How a review request reads for whoever reviews by their role. */
export const REVIEWER = { askedBy: null, mayEdit: true } as const;
