/**
 * The switch that stops all publishing. It stands in the database and is read in the transaction
 * that begins a call, so that it holds for every process at once: once it is said that publishing is
 * paused, no call begins. What waits goes on waiting, may be withdrawn, and goes out when publishing
 * is resumed.
 */
import { z } from 'zod';
import { nameOf, type Person, personOf } from '../core/handbook.ts';
import type { Instant } from '../core/mention.ts';
import { leads } from '../core/permits.ts';
import type { Switched } from './desk.ts';
import type { House } from './house.ts';
import type { EffectRequest } from './outbox-port.ts';
import { publishRequest, showRequest } from './outbox-rows.ts';
import type { Transaction } from './transaction-port.ts';

const SETTING = 'publishing.paused';

const shape = z.object({ by: z.string(), at: z.number() });

/** Who paused publishing (an e-mail address, or what did it), and when. */
export type Pause = z.infer<typeof shape>;

interface Settings {
  readSetting(key: string): Promise<string | null>;
}

export async function readPause(settings: Settings): Promise<Pause | null> {
  const text = await settings.readSetting(SETTING);
  return text === null || text === '' ? null : shape.parse(JSON.parse(text));
}

/** For whoever begins a call: what it says holds until the transaction ends. */
export async function holdPause(tx: Transaction): Promise<Pause | null> {
  await tx.holdSetting(SETTING, 'shared');
  return readPause(tx);
}

export async function pausePublishing(house: House, person: Person): Promise<Switched> {
  return house.store.transaction(async (tx) => {
    await tx.holdSetting(SETTING, 'alone');
    if (!(await mayTurn(house, tx, person))) {
      return no('Only leads and admins can pause publishing. Ask one of them.');
    }
    const before = await readPause(tx);
    if (before !== null) {
      const who = nameOf(house.handbook(), before.by);
      return no(`Publishing is paused already, by ${who} since {at:${before.at}}.`);
    }
    await writePause(tx, { by: person.email, at: house.now() });
    const waiting = await lookAgain(house, tx);
    house.log.warn({ actor: person.email, waiting }, 'publishing paused');
    const waits = waiting === 1 ? '1 reply waits' : `${waiting} replies wait`;
    return { ok: true, sentence: `Publishing is paused. ${waits}. /heed resume lets it go on.` };
  });
}

export async function resumePublishing(house: House, person: Person): Promise<Switched> {
  return house.store.transaction(async (tx) => {
    await tx.holdSetting(SETTING, 'alone');
    if (!(await mayTurn(house, tx, person))) {
      return no('Only leads and admins can resume publishing. Ask one of them.');
    }
    if ((await readPause(tx)) === null) return no('Publishing is not paused.');
    await writePause(tx, null);
    const waiting = await lookAgain(house, tx);
    house.log.warn({ actor: person.email, waiting }, 'publishing resumed');
    const go = waiting === 1 ? '1 reply that waited goes' : `${waiting} replies that waited go`;
    return { ok: true, sentence: `Publishing goes on, and ${go} out now.` };
  });
}

/** Before anything is published, for a start after which somebody wants to look around first. */
export async function startPaused(
  store: House['store'],
  now: Instant,
  by = 'heed start --paused',
): Promise<void> {
  await store.transaction(async (tx) => {
    await tx.holdSetting(SETTING, 'alone');
    if ((await readPause(tx)) === null) await writePause(tx, { by, at: now });
  });
}

/** Whoever asks was known by what this process had met; what they may do now is read here. */
async function mayTurn(house: House, tx: Transaction, { email }: Person): Promise<boolean> {
  const person = personOf(await house.deciding(tx), email);
  return person !== null && leads(person);
}

function no(sentence: string): Switched {
  return { ok: false, sentence };
}

async function writePause(tx: Transaction, pause: Pause | null): Promise<void> {
  await tx.writeSetting(SETTING, pause === null ? '' : JSON.stringify(pause));
}

/** Their cards say what holds them, and their effects look at the switch again. */
async function lookAgain(house: House, tx: Transaction): Promise<number> {
  const now = house.now();
  const waiting = await tx.waitingReplies();
  const requests: EffectRequest[] = [];
  for (const reply of waiting) {
    const cards = await tx.surfaceMessages('card', reply.mention);
    requests.push(...cards.map((card) => showRequest(card, { now, mayWait: false })));
    requests.push(publishRequest(reply, Math.max(now, reply.sendAt ?? now)));
  }
  await tx.enqueue(requests);
  return waiting.length;
}
