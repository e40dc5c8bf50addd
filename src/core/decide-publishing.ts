/**
 * From the undo window to the network's answer. `begin_publishing` is the point of no return:
 * everything is checked once more, an attempt is recorded, and only then does anybody call.
 */
import { isAgreed, neededNow } from './approvals.ts';
import {
  accept,
  actorName,
  type Command,
  type Context,
  type Decision,
  refuse,
} from './commands.ts';
import { reopenReview } from './decide-reply.ts';
import type { MentionEvent } from './events.ts';
import {
  type Attempt,
  type DraftVersion,
  type Mention,
  openAttempt,
  pendingVersion,
} from './mention.ts';

type PublishingCommand = Command & {
  type:
    | 'begin_publishing'
    | 'repeat_publishing'
    | 'sent'
    | 'not_sent'
    | 'say_sent'
    | 'say_not_sent';
};

export function decidePublishing(
  mention: Mention,
  command: PublishingCommand,
  context: Context,
): Decision {
  const version = pendingVersion(mention);
  if (version === null) return late();
  switch (command.type) {
    case 'begin_publishing':
      if (version.id !== command.version) return late();
      return begin(mention, version, command.able, context);
    case 'repeat_publishing':
      if (mention.status !== 'publishing' || version.id !== command.version) return late();
      return accept([
        { type: 'publish_repeated', version: version.n, attempt: nextAttempt(version, context) },
      ]);
    case 'sent':
      if (version.id !== command.version || !underWay(mention)) return late();
      return accept([published(mention, version, command.externalId, command.link, context)]);
    case 'not_sent':
      if (mention.status !== 'publishing' || version.id !== command.version) return late();
      return notSent(mention, version, command.because);
    case 'say_sent':
      return accept([published(mention, version, null, command.link, context)]);
    case 'say_not_sent':
      return accept([{ type: 'said_not_sent', version: version.n, by: actorName(context.actor) }]);
    default:
      return command satisfies never;
  }
}

function late(): Decision {
  return refuse('not_now', 'This version is no longer the one under way.');
}

/** A late answer of the network settles a doubt too. */
function underWay(mention: Mention): boolean {
  return mention.status === 'publishing' || mention.status === 'unsure';
}

function begin(mention: Mention, version: DraftVersion, able: boolean, context: Context): Decision {
  if (mention.status !== 'scheduled' || mention.sendAt === null) return late();
  if (context.now < mention.sendAt) return accept([]);
  const needed = neededNow(mention, version, context.handbook);
  if (!isAgreed(mention, version, needed, context.handbook)) {
    return accept([reopenReview(mention, version, needed, context.handbook)]);
  }
  const target = mention.messages.find((message) => message.id === version.replyTo);
  if (
    !able ||
    target === undefined ||
    target.deletedAt !== null ||
    version.heard !== mention.heard
  ) {
    return accept([{ type: 'held', cause: 'unable' }]);
  }
  return accept([
    { type: 'publishing_began', version: version.n, attempt: nextAttempt(version, context) },
  ]);
}

function nextAttempt(version: DraftVersion, context: Context): Attempt {
  return {
    id: context.newId(),
    n: version.attempts.length + 1,
    startedAt: context.now,
    endedAt: null,
    outcome: null,
  };
}

function notSent(
  mention: Mention,
  version: DraftVersion,
  because: (PublishingCommand & { type: 'not_sent' })['because'],
): Decision {
  const attempt = openAttempt(version);
  if (attempt === null) return late();
  switch (because.type) {
    case 'refused':
      return accept([{ type: 'publish_refused', version: version.n, reason: because.reason }]);
    case 'postponed':
      return accept([
        { type: 'publish_postponed', version: version.n, sendAt: because.until },
        ...holdOvertaken(mention, version, attempt),
      ]);
    case 'unknown':
      return accept([{ type: 'publish_unknown', version: version.n }]);
    default:
      return because satisfies never;
  }
}

/** What the customer did during the call holds the reply now that it did not go out. */
function holdOvertaken(
  mention: Mention,
  version: DraftVersion,
  { startedAt }: Attempt,
): readonly MentionEvent[] {
  if (mention.heard === version.heard) return [];
  const inbound = mention.messages.filter((message) => message.direction === 'inbound');
  if (inbound.some((message) => message.receivedAt >= startedAt)) {
    return [{ type: 'held', cause: 'wrote_again' }];
  }
  const deleted = inbound.some(({ deletedAt }) => deletedAt !== null && deletedAt >= startedAt);
  return [{ type: 'held', cause: deleted ? 'deleted' : 'edited' }];
}

function published(
  mention: Mention,
  version: DraftVersion,
  externalId: string | null,
  link: string | null,
  context: Context,
): MentionEvent {
  const by = context.actor.type === 'person' ? context.actor.person.email : null;
  const nextDraft = context.newId();
  const approvedBy = version.reviews.flatMap((r) => (r.verdict === 'approved' ? [r.person] : []));
  const { n, replaces, author: writtenBy, content } = version;
  if (replaces?.type === 'delete') {
    return { type: 'reply_deleted', version: n, message: replaces.message, by, nextDraft };
  }
  if (replaces !== null) {
    const { message } = replaces;
    const words = { content, writtenBy, approvedBy };
    return { type: 'corrected', version: n, message, ...words, externalId, link, by, nextDraft };
  }
  const target = mention.messages.find((message) => message.id === version.replyTo);
  return {
    type: 'published',
    version: n,
    message: {
      id: context.newId(),
      externalId,
      parentId: target?.externalId ?? null,
      direction: 'outbound',
      kind: 'reply',
      content,
      link,
      context: null,
      attachments: [],
      postedAt: context.now,
      receivedAt: context.now,
      editedAt: null,
      deletedAt: null,
      writtenBy,
      approvedBy,
    },
    by,
    nextDraft,
    owes: version.owes,
  };
}
