/** Posts as a source brings them, into a real store, and people at work on what comes of them. */
import { randomUUID } from 'node:crypto';
import { PATIENCE } from '../../src/app/backoff.ts';
import { createDesk } from '../../src/app/create-desk.ts';
import { handle } from '../../src/app/handle.ts';
import type { House } from '../../src/app/house.ts';
import { type Incoming, ingest, type Taken } from '../../src/app/ingest.ts';
import type { Loaded } from '../../src/app/transaction-port.ts';
import type { PersonCommand, SystemCommand } from '../../src/core/commands.ts';
import { checkDraft } from '../../src/core/guide.ts';
import type { Handbook, RoutingRule } from '../../src/core/handbook.ts';
import { type Mention, pendingVersion, versionSeen } from '../../src/core/mention.ts';
import { actor, aHandbook, aPost, HEED, type Name, NOON } from './cast.ts';
import type { TestStore } from './databases.ts';

const LERATO = { externalId: 'u-9', handle: 'lerato', name: 'Lerato M.', followers: 120 };

export const TOM = { externalId: 'u-2', handle: 'tom', name: 'Tom Adler', followers: 15 };

function anIncoming(post: Partial<Incoming['post']> = {}): Incoming {
  return {
    source: 'website',
    network: 'webhook',
    post: aPost(post),
    author: LERATO,
    threadId: null,
    language: null,
    deleted: false,
  };
}

export interface Intake {
  /** A word that nobody else in the store says. */
  readonly word: string;
  readonly house: House;
  take(post?: Partial<Incoming['post']>, change?: Partial<Incoming>): Promise<Taken>;
  /** Takes a post in and answers the id of its mention. */
  open(post?: Partial<Incoming['post']>, change?: Partial<Incoming>): Promise<string>;
  /** As Sam, or as whoever is named; throws when it is refused. */
  do(mention: string, command: PersonCommand, who?: Name): Promise<Mention>;
  /** As Heed itself. */
  run(mention: string, command: SystemCommand): Promise<Mention>;
  see(mention: string): Promise<Loaded>;
  /** All mentions of this source. */
  rows(): Promise<readonly { id: string }[]>;
  /** Claims, writes and submits; a complaint goes to review. */
  submit(mention: string, text?: string): Promise<Mention>;
  /** Goes on from there until the call to the network is under way. */
  begin(mention: string): Promise<Mention>;
  answer(mention: string, externalId?: string | null): Promise<Mention>;
  /** From now on this handbook decides. */
  follow(handbook: Handbook): void;
  /** Lets time pass. */
  wait(ms: number): void;
}

let intakes = 0;

/** Each has a source of its own, so that many can share a store. */
export function intakeInto(open: TestStore): Intake {
  const { store } = open;
  intakes += 1;
  const source = `website-${intakes}`;
  let now = NOON;
  let handbook = aHandbook({
    routing: [
      { ...ANYTHING, kind: ['like', 'repost', 'advert'], outcome: 'log' },
      { ...ANYTHING, words: ['broken'], category: 'complaint' },
    ],
  });
  const house: House = {
    store,
    handbook: () => handbook,
    deciding: async () => handbook,
    places: () => [{ surface: 'slack', tenant: 'T1' }],
    findings: (text, replyLength) =>
      checkDraft(text, { handbook, replyLength, findPhoneNumbers: () => [] }),
    now: () => now,
    newId: randomUUID,
    patience: PATIENCE,
    log: { info: () => {}, warn: () => {}, error: () => {} },
  };

  async function see(mention: string): Promise<Loaded> {
    const loaded = await store.readMention(mention);
    if (loaded === null) throw new Error(`no mention ${mention}`);
    return loaded;
  }

  function take(post?: Partial<Incoming['post']>, change?: Partial<Incoming>): Promise<Taken> {
    now += 1_000;
    return ingest(house, { ...anIncoming(post), source, ...change });
  }

  async function act(mention: string, command: PersonCommand, who: Name = 'sam') {
    const handled = await createDesk(house).handle(mention, command, actor(who));
    if (!handled.ok) throw new Error(handled.refusal.sentence);
    return handled.glance.mention;
  }

  async function run(mention: string, command: SystemCommand): Promise<Mention> {
    const outcome = await handle(house, mention, command, HEED);
    if (!outcome.ok) throw new Error(outcome.refusal.sentence);
    return outcome.loaded.mention;
  }

  async function submit(mention: string, text = 'Sorry, Lerato. We are looking into it.') {
    const { mention: before } = await see(mention);
    const claimed = before.owner === null ? await act(mention, { type: 'claim' }) : before;
    const seen = { version: versionSeen(claimed), heard: claimed.heard };
    return act(mention, { type: 'submit', text, seen, ticked: [] });
  }

  async function begin(mention: string): Promise<Mention> {
    let { mention: current } = await see(mention);
    if (current.status === 'in_review') {
      const seen = { version: versionSeen(current), heard: current.heard };
      current = await act(mention, { type: 'approve', seen }, 'rita');
    }
    now = Math.max(now, current.sendAt ?? now);
    return run(mention, { type: 'begin_publishing', version: versionOf(current), able: true });
  }

  return {
    word: `vase${intakes}x`,
    house,
    take,
    async open(post, change) {
      const { mention } = await take(post, change);
      if (mention === null) throw new Error('no mention came of it');
      return mention;
    },
    do: act,
    run,
    see,
    async rows() {
      const rows = await open.query(
        `select id from mention where source = '${source}' order by ref`,
      );
      return rows.map(({ id }) => ({ id: String(id) }));
    },
    submit,
    begin,
    async answer(mention, externalId = 'r-1') {
      await submit(mention);
      const version = versionOf(await begin(mention));
      return run(mention, { type: 'sent', version, externalId, link: null });
    },
    follow(next) {
      handbook = next;
    },
    wait(ms) {
      now += ms;
    },
  };
}

export const ANYTHING: RoutingRule = {
  words: null,
  source: null,
  network: null,
  kind: null,
  language: null,
  author: null,
  department: null,
  category: null,
  outcome: null,
  sensitive: false,
};

export function versionOf(mention: Mention): string {
  const version = pendingVersion(mention);
  if (version === null) throw new Error('no version is under way');
  return version.id;
}
