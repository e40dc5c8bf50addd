/** What comes in by `/api/messages`: who is let in, which kind of thing it is, and its one answer. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Inbox } from '../../app/inbox-port.ts';
import type { MessageRef } from '../../app/surface-message.ts';
import { within } from '../../app/within.ts';
import type { Identified } from '../../front/room.ts';
import {
  conversationOf,
  isOfTenant,
  isUnasked,
  parseActivity,
  type TeamsActivity,
  threadOf,
} from './activity.ts';
import type { Adapter } from './adapter.ts';
import { isForged } from './auth.ts';
import type { Target } from './calls.ts';
import { sentenceFor } from './faults.ts';
import type { Installs } from './installs.ts';
import { type Answer, message } from './invoke-answer.ts';
import { TIMES } from './limits.ts';
import type { People } from './people.ts';

/** Where something came from, and where an answer to it goes. */
export interface Whence extends Target {
  /** A channel's, a group's or a person's. */
  readonly kind: 'channel' | 'group' | 'personal';
  /** The message at the top of the thread; null outside threads. */
  readonly thread: MessageRef | null;
  /** The message on which somebody pressed, or to which they replied. */
  readonly message: MessageRef | null;
  /** Heed's own id there. */
  readonly bot: string;
}

/** What somebody did. Everything in it is as Teams sent it, but for who it was. */
export type Input =
  | {
      readonly type: 'invoke';
      /** Such as `adaptiveCard/action`, `task/fetch`, `composeExtension/submitAction`. */
      readonly name: string;
      readonly value: unknown;
      readonly who: Identified;
      readonly from: Whence;
    }
  | {
      readonly type: 'message';
      readonly id: string;
      /** Empty for what a card submitted. */
      readonly text: string;
      readonly value: unknown;
      readonly isToHeed: boolean;
      readonly who: Identified;
      readonly from: Whence;
    }
  /** Somebody changed or took back what they wrote. */
  | {
      readonly type: 'edited' | 'deleted';
      readonly id: string;
      readonly text: string;
      readonly who: Identified;
      readonly from: Whence;
    };

export type Take = (input: Input) => Promise<Answer>;

/** What stands in the HTTP response. */
export type Response = Answer;

export interface Handling {
  receive(authorization: string, body: unknown): Promise<Response>;
  /** Resolves when what was begun is done, or after a while. */
  finish(): Promise<void>;
}

interface HandlingOptions {
  readonly adapter: Adapter;
  readonly tenant: string;
  readonly installs: Installs;
  readonly people: People;
  readonly inbox: Inbox;
  readonly take: Take;
  readonly now: () => number;
  readonly log: Logger;
}

const kept = z.object({ status: z.number(), body: z.unknown().optional() });

export function createHandling(options: HandlingOptions): Handling {
  const { adapter, tenant, installs, people, inbox, take, now, log } = options;
  const inHand = new Set<Promise<unknown>>();

  function track<Result>(work: Promise<Result>): Promise<Result> {
    const noted = work.finally(() => inHand.delete(noted));
    inHand.add(noted);
    return noted;
  }

  /** Null once it is let in. */
  async function refusal(authorization: string, body: unknown): Promise<Response | null> {
    const asked = adapter.receive(authorization, body, async () => undefined).then(() => LET_IN);
    try {
      const answer = await within(asked, TIMES.authentication);
      if (answer !== null) return null;
      log.warn({}, 'Microsoft does not say in time who is speaking');
      return refuse(503, 'it cannot be found out who is speaking, send it again');
    } catch (error) {
      if (isForged(error)) {
        log.warn({ err: error }, 'something that claims to be Teams is refused');
        return refuse(401, 'this is not from Teams');
      }
      log.warn({ err: error }, 'it cannot be found out whether this is from Teams');
      return refuse(503, 'it cannot be found out who is speaking, send it again');
    }
  }

  async function receive(authorization: string, body: unknown): Promise<Response> {
    const refused = await refusal(authorization, body);
    if (refused !== null) return refused;
    if (!isOfTenant(body, tenant)) {
      log.warn({}, 'something from another tenant is refused');
      return refuse(403, 'Heed does not work for this tenant');
    }
    const activity = parseActivity(body);
    if (activity === null) {
      log.warn({}, 'an activity that Heed does not understand');
      return refuse(400, 'the activity is not understood');
    }
    if (await installs.take(activity)) return DONE;
    await installs.meet(activity);
    const { id } = activity;
    if (id === undefined || isUnasked(activity.value) || isOfEarlier(activity)) {
      return (await track(answer(activity))).answered;
    }
    return once(`teams:${tenant}:${conversationOf(activity.conversation.id)}:${id}`, activity);
  }

  /** Teams asks again what was not answered in time. */
  async function once(key: string, activity: TeamsActivity): Promise<Response> {
    const end = now() + TIMES.answer;
    for (;;) {
      const begun = await inbox.begin(key, now());
      if (begun.type === 'new') return first(key, activity);
      if (begun.type === 'answered') return kept.parse(begun.answer);
      if (now() >= end) return notYet(activity);
      await pause(TIMES.look);
    }
  }

  async function first(key: string, activity: TeamsActivity): Promise<Response> {
    const work = track(
      answer(activity).then(async ({ answered, isFinal }) => {
        const { status, body = null } = answered;
        // What went wrong may go right when it comes again.
        if (isFinal) await inbox.answer(key, { status, body });
        else await inbox.letGo(key);
        return answered;
      }),
    );
    return (await within(work, TIMES.answer)) ?? notYet(activity);
  }

  async function answer(
    activity: TeamsActivity,
  ): Promise<{ readonly answered: Answer; readonly isFinal: boolean }> {
    const isInvoke = activity.type === 'invoke';
    try {
      const input = await inputOf(activity);
      if (input !== null) return { answered: await take(input), isFinal: true };
      const { type, name } = activity;
      log.info({ type, name }, 'an activity that Heed has no use for');
      return { answered: isInvoke ? message(activity.name, UNKNOWN) : DONE, isFinal: true };
    } catch (error) {
      log.error({ err: error }, 'Something from Teams could not be handled');
      // Of a message Teams hears that it should come again; whoever pressed is told.
      const answered = isInvoke ? message(activity.name, sentenceFor(error)) : { status: 503 };
      return { answered, isFinal: false };
    }
  }

  async function inputOf(activity: TeamsActivity): Promise<Input | null> {
    const { type, name, id = '', text = '', value } = activity;
    const from = whenceOf(activity);
    const { conversation, serviceUrl } = from;
    const met = { conversation: conversationOf(conversation), serviceUrl };
    const who = () => people.identify(activity.from.id, met, !isUnasked(value));
    switch (type) {
      case 'invoke':
        if (name === undefined) return null;
        return { type: 'invoke', name, value, who: await who(), from };
      case 'message': {
        const isToHeed = from.kind === 'personal' || mentionsHeed(activity);
        return { type: 'message', id, text, value, isToHeed, who: await who(), from };
      }
      case 'messageUpdate':
        return { type: 'edited', id, text, who: await who(), from };
      case 'messageDelete':
        return { type: 'deleted', id, text, who: await who(), from };
      default:
        return null;
    }
  }

  return {
    receive,
    async finish() {
      await within(Promise.allSettled(inHand), TIMES.stop);
    },
  };
}

/**
 * It says how a message stands now, under that message's own id; taken in twice it changes nothing.
 * https://github.com/microsoft/botframework-sdk/blob/main/specs/botframework-activity/botframework-activity.md
 */
function isOfEarlier({ type }: TeamsActivity): boolean {
  return type === 'messageUpdate' || type === 'messageDelete';
}

const LET_IN = 'let in';
const DONE: Answer = { status: 200 };

const SLOW = 'This takes longer than usual. Look at the card in a moment.';
const UNKNOWN = 'Heed does not know what to do with this.';

/** Whoever pressed looks for themselves; words are brought again, as whoever has them may be gone. */
function notYet({ type, name }: TeamsActivity): Answer {
  return type === 'invoke' ? message(name, SLOW) : { status: 503 };
}

function refuse(status: number, error: string): Response {
  return { status, body: { error } };
}

function mentionsHeed({ entities = [], recipient }: TeamsActivity): boolean {
  return entities.some(({ mentioned }) => mentioned?.id === recipient.id);
}

const KINDS: Readonly<Record<string, Whence['kind']>> = {
  channel: 'channel',
  personal: 'personal',
};

function whenceOf(activity: TeamsActivity): Whence {
  const { conversation, serviceUrl, replyToId, from, recipient } = activity;
  const channel = conversationOf(conversation.id);
  const kind = KINDS[conversation.conversationType ?? ''] ?? 'group';
  const about =
    kind === 'personal'
      ? ({ type: 'person', name: from.name ?? 'Somebody' } as const)
      : ({ type: 'channel', name: 'The conversation' } as const);
  return {
    ...{ serviceUrl, conversation: conversation.id, about, kind },
    thread: threadOf(conversation.id),
    message: replyToId === undefined ? null : { channel, ts: replyToId },
    bot: recipient.id,
  };
}
