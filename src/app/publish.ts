/**
 * Publishes a version, once. The attempt is recorded before the call. Whoever finds an attempt
 * open does not know what became of it: it is repeated only under a key that the network honours,
 * else a person is asked.
 */
import type { Actor, SystemCommand } from '../core/commands.ts';
import { type DraftVersion, type Mention, openAttempt, pendingVersion } from '../core/mention.ts';
import { passBoundary } from './boundary.ts';
import { decideAndSave, handle, type Outcome } from './handle.ts';
import type { House } from './house.ts';
import type { EffectResult } from './outbox-port.ts';
import { holdPause } from './pause.ts';
import type { PublishOutcome, Reply, Source } from './source-port.ts';
import type { Loaded } from './transaction-port.ts';

const HEED: Actor = { type: 'heed' };
const DONE: EffectResult = { type: 'done' };
/** Resuming wakes what waits; this is for a process that did not hear of it. */
const PAUSED_MS = 60_000;

export type Sources = (id: string) => Source | null;

export async function publish(
  house: House,
  sources: Sources,
  versionId: string,
): Promise<EffectResult> {
  const found = await house.store.findVersion(versionId);
  const loaded = found === null ? null : await house.store.readMention(found.mention);
  if (loaded === null) return DONE;
  const version = pendingVersion(loaded.mention);
  if (version?.id !== versionId) return DONE;
  const source = sources(loaded.mention.source);
  switch (loaded.mention.status) {
    case 'scheduled':
      return publishScheduled(house, source, loaded.mention, version);
    case 'publishing':
      return resume(house, source, loaded.mention, version);
    default:
      return DONE;
  }
}

async function publishScheduled(
  house: House,
  source: Source | null,
  mention: Mention,
  version: DraftVersion,
): Promise<EffectResult> {
  const { sendAt } = mention;
  if (sendAt !== null && house.now() < sendAt) {
    return { type: 'again', at: sendAt, failure: null, rests: 'effect' };
  }
  const able = source?.canReply ?? false;
  const begin: SystemCommand = { type: 'begin_publishing', version: version.id, able };
  return callUnlessPaused(house, source, mention.id, begin);
}

async function resume(
  house: House,
  source: Source | null,
  mention: Mention,
  version: DraftVersion,
): Promise<EffectResult> {
  const again = source?.repeatable === true && version.attempts.length < house.patience.attempts;
  if (!again) return record(house, mention.id, unknown(version.id));
  const repeat: SystemCommand = { type: 'repeat_publishing', version: version.id };
  return callUnlessPaused(house, source, mention.id, repeat);
}

/** The switch is read in the transaction that begins the call. */
async function callUnlessPaused(
  house: House,
  source: Source | null,
  mention: string,
  command: SystemCommand,
): Promise<EffectResult> {
  const begun = await house.store.transaction(async (tx) => {
    if ((await holdPause(tx)) !== null) return 'paused';
    return decideAndSave(house, tx, await tx.loadMention(mention), command, HEED);
  });
  if (begun !== 'paused') return call(house, source, begun);
  return { type: 'again', at: house.now() + PAUSED_MS, failure: null, rests: 'effect' };
}

async function call(house: House, source: Source | null, begun: Outcome): Promise<EffectResult> {
  if (!begun.ok || source === null) return DONE;
  const { mention } = begun.loaded;
  const version = pendingVersion(mention);
  if (mention.status !== 'publishing' || version === null) return DONE;
  const attempt = openAttempt(version);
  if (attempt === null) return DONE;
  passBoundary('intended', version.id);
  const outcome = await source.publish(replyOf(begun.loaded, version));
  passBoundary('called', version.id);
  house.log.info(
    { mention: mention.id, ref: mention.ref, attempt: attempt.n, outcome: outcome.type },
    'reply sent to the source',
  );
  return settle(house, source, mention, version, outcome);
}

function replyOf({ mention, words }: Loaded, version: DraftVersion): Reply {
  const target = mention.messages.find((message) => message.id === version.replyTo);
  const { id: idempotencyKey, replaces } = version;
  const text = words.get(version.content) ?? '';
  if (replaces === null) {
    const inReplyTo = target?.externalId ?? mention.threadRoot;
    return { inReplyTo, text, idempotencyKey, replaces };
  }
  const externalId = target?.externalId ?? null;
  if (externalId === null) throw new Error('what the network knows by no id cannot be changed');
  return {
    inReplyTo: target?.parentId ?? mention.threadRoot,
    text: replaces.type === 'delete' ? '' : text,
    idempotencyKey,
    replaces: { type: replaces.type, externalId },
  };
}

async function settle(
  house: House,
  source: Source,
  mention: Mention,
  version: DraftVersion,
  outcome: PublishOutcome,
): Promise<EffectResult> {
  const attempts = version.attempts.length;
  switch (outcome.type) {
    case 'done': {
      const { link } = outcome;
      const externalId = await newId(house, mention.source, outcome.externalId);
      return record(house, mention.id, { type: 'sent', version: version.id, externalId, link });
    }
    case 'refused':
      return record(house, mention.id, {
        type: 'not_sent',
        version: version.id,
        because: { type: 'refused', reason: outcome.reason },
      });
    case 'later': {
      const until = house.now() + (outcome.afterMs ?? house.patience.pause(attempts));
      return record(house, mention.id, {
        type: 'not_sent',
        version: version.id,
        because: { type: 'postponed', until },
      });
    }
    case 'unknown':
      if (!source.repeatable || attempts >= house.patience.attempts) {
        return record(house, mention.id, unknown(version.id));
      }
      return {
        type: 'again',
        at: house.now() + house.patience.pause(attempts),
        failure: outcome.reason,
        rests: 'effect',
      };
    default:
      return outcome satisfies never;
  }
}

/** A network that names a post we know already, such as the one it answers, names no new one. */
async function newId(house: House, source: string, id: string | null): Promise<string | null> {
  if (id === null) return null;
  const known = await house.store.transaction((tx) => tx.findPost(source, id));
  return known === null ? id : null;
}

function unknown(version: string): SystemCommand {
  return { type: 'not_sent', version, because: { type: 'unknown' } };
}

/** A result that comes late, after somebody else settled it, changes nothing. */
async function record(
  house: House,
  mention: string,
  command: SystemCommand,
): Promise<EffectResult> {
  await handle(house, mention, command, HEED);
  passBoundary('recorded', mention);
  return DONE;
}
