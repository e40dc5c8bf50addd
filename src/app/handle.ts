/**
 * One command, one transaction: load the mention under its lock, decide, write state, events,
 * words and effects together. What the outside must hear of it waits in the outbox.
 */
import { advance } from '../core/advance.ts';
import {
  type Actor,
  actKey,
  actorName,
  type Command,
  type Context,
  type Refusal,
} from '../core/commands.ts';
import { decide } from '../core/decide.ts';
import { fallsToAway } from '../core/decide-return.ts';
import { effectsOf } from '../core/effects.ts';
import type { RecordedEvent } from '../core/events.ts';
import { type Handbook, personOf, sourceOf } from '../core/handbook.ts';
import type { Mention, Words } from '../core/mention.ts';
import type { Mute } from '../core/mute.ts';
import type { House } from './house.ts';
import type { EffectRequest } from './outbox-port.ts';
import { requestEffects } from './requests.ts';
import type { Loaded, Transaction } from './transaction-port.ts';
import { awayFor } from './who-is-away.ts';

export type Outcome =
  | {
      readonly ok: true;
      readonly loaded: Loaded;
      readonly changed: boolean;
      /** What is to be done outside the database. */
      readonly requested: readonly EffectRequest[];
    }
  | { readonly ok: false; readonly refusal: Refusal; readonly loaded: Loaded | null };

/** Length of a reply where the handbook no longer knows the source: what Slack's input allows. */
const USUAL_REPLY_LENGTH = 3_000;

/** Decides inside a transaction that holds the mention's lock, and writes what follows. */
export async function decideAndSave(
  house: House,
  tx: Transaction,
  loaded: Loaded | null,
  command: Command,
  asked: Actor,
): Promise<Outcome> {
  const handbook = await house.deciding(tx);
  const actor = actorIn(handbook, asked);
  const now = house.now();
  const before = loaded?.mention ?? null;
  const words = loaded?.words ?? new Map<string, string>();
  const source = command.type === 'open' ? command.source : (before?.source ?? '');
  const replyLength = replyLengthOf(handbook, source);
  const away = await awayFor(tx, before, command, now);
  const context: Context = {
    now,
    actor,
    handbook,
    words,
    mute: await muteFor(house, tx, before, command),
    away,
    newId: house.newId,
    findings: (text) => house.findings(text, replyLength, handbook),
  };
  const decision = decide(before, command, context);
  if (!decision.ok) return { ok: false, refusal: decision.refusal, loaded };
  const { mention, recorded } = advance(before, decision.events, {
    at: now,
    actor: actorName(actor),
    handbook,
    key: actKey(command),
  });
  const changed = recorded.length > 0;
  if (mention !== before || decision.words.size > 0) {
    await tx.saveMention({ before, after: mention, recorded, words: decision.words });
  }
  await saveMutes(tx, mention, recorded);
  const effects = effectsOf(before, mention, decision.events, handbook, away);
  const places = house.places();
  // Nobody waits for the count of notes on a card, or sees when the clock looked at it.
  const byClock = command.type === 'tick';
  const mayWait = byClock || command.type === 'note';
  const around = { handbook, places, actor, mayWait, byClock, now };
  const requested = await requestEffects(tx, mention, recorded, effects, around);
  if (fallsToAway(before, mention, away)) await tx.recheckClocks([mention.id], now);
  logOutcome(house, mention, command, actor, changed);
  return { ok: true, loaded: { mention, words: merge(words, decision.words) }, changed, requested };
}

/** Only what is about the mute asks for it. */
async function muteFor(
  house: House,
  tx: Transaction,
  mention: Mention | null,
  { type }: Command,
): Promise<Mute | null> {
  if (mention === null || (type !== 'mute' && type !== 'unmute')) return null;
  return tx.findMute(mention.source, mention.author.externalId, house.now());
}

async function saveMutes(
  tx: Transaction,
  { id, source, author }: Mention,
  recorded: readonly RecordedEvent[],
): Promise<void> {
  for (const { event, at } of recorded) {
    if (event.type === 'muted') {
      const { by, reason, until } = event;
      const whose = { source, author: author.externalId, mention: id };
      await tx.saveMute({ ...whose, by, reason, from: at, until });
    }
    if (event.type === 'unmuted') await tx.endMute(source, author.externalId, at);
  }
}

/** Whoever pressed was known by what this process had met; what they may do now is read here. */
function actorIn(handbook: Handbook, actor: Actor): Actor {
  if (actor.type !== 'person') return actor;
  const person = personOf(handbook, actor.person.email);
  return person === null
    ? { type: 'outsider', name: actor.person.email }
    : { type: 'person', person };
}

function logOutcome(
  house: House,
  mention: Mention,
  command: Command,
  actor: Actor,
  changed: boolean,
) {
  if (!changed) return;
  house.log.info(
    {
      mention: mention.id,
      ref: mention.ref,
      command: command.type,
      actor: actorName(actor),
      status: mention.status,
    },
    'command handled',
  );
}

function merge(words: Words, added: Words): Words {
  return new Map([...words, ...added]);
}

export function replyLengthOf(handbook: Handbook, source: string): number {
  return sourceOf(handbook, source)?.replyLength ?? USUAL_REPLY_LENGTH;
}

/** Handles a command about a mention that exists, in a transaction of its own. */
export async function handle(
  house: House,
  id: string,
  command: Command,
  actor: Actor,
): Promise<Outcome> {
  return house.store.transaction(async (tx) =>
    decideAndSave(house, tx, await tx.loadMention(id), command, actor),
  );
}
