/** What a source shows: the customer writes, writes again, edits, deletes; threads turn out to be one. */
import { isAway } from './absence.ts';
import { isThere } from './audience.ts';
import {
  accept,
  type Context,
  type Decision,
  type Post,
  refuse,
  type SystemCommand,
} from './commands.ts';
import { returnOfAway } from './decide-return.ts';
import type { MentionEvent } from './events.ts';
import { categoryOf, departmentOf, type Handbook } from './handbook.ts';
import { isUntouched, type Mention, type Message, type Status, type Words } from './mention.ts';

type InboundCommand = SystemCommand & {
  type: 'open' | 'receive' | 'edit_post' | 'delete_post' | 'rethread' | 'join';
};

export function decideInbound(
  mention: Mention | null,
  command: InboundCommand,
  context: Context,
): Decision {
  if (command.type === 'open') {
    if (mention !== null) return refuse('not_now', 'This mention exists already.');
    return openMention(command, context);
  }
  if (mention === null) return refuse('not_now', 'This mention does not exist here.');
  switch (command.type) {
    case 'receive':
      return receive(mention, command, context);
    case 'edit_post':
      return editPost(mention, command, context);
    case 'delete_post':
      return deletePost(mention, command.externalId, context);
    case 'rethread':
      if (mention.threadRoot === command.threadRoot) return accept([]);
      return accept([{ type: 'rethreaded', threadRoot: command.threadRoot }]);
    case 'join':
      if (!isUntouched(mention)) return refuse('not_now', 'Somebody has this in hand.');
      return accept([{ type: 'joined', into: command.into, ref: command.ref }]);
    default:
      return command satisfies never;
  }
}

function openMention(command: InboundCommand & { type: 'open' }, context: Context): Decision {
  const { message, words } = messageOf(command.post, context);
  return accept(
    [
      {
        type: 'opened',
        id: context.newId(),
        ref: command.ref,
        source: command.source,
        network: command.network,
        threadRoot: command.threadRoot,
        author: command.author,
        department: command.department,
        category: command.category,
        floor: categoryOf(context.handbook, command.category)?.approvals ?? 0,
        sensitive: command.sensitive ?? false,
      },
      { type: 'message_received', message },
      ...(command.log ? [{ type: 'logged', because: command.log } as const] : []),
    ],
    words,
  );
}

type Receive = InboundCommand & { type: 'receive' };

function receive(mention: Mention, command: Receive, context: Context): Decision {
  const { post } = command;
  if (findPost(mention, post.externalId) !== null) return accept([]);
  const { message, words } = messageOf(post, context);
  return accept(
    [
      { type: 'message_received', message },
      ...rouse(mention, command, context),
      ...needsSomebody(mention, command, context),
    ],
    words,
  );
}

function editPost(
  mention: Mention,
  command: InboundCommand & { type: 'edit_post' },
  context: Context,
): Decision {
  const message = findPost(mention, command.externalId);
  if (message === null || message.deletedAt !== null) return accept([]);
  if (message.editedAt !== null && message.editedAt >= command.editedAt) return accept([]);
  const content = context.newId();
  return accept(
    [
      {
        type: 'message_edited',
        message: message.id,
        content,
        attachments: command.attachments,
        editedAt: command.editedAt,
      },
      ...holdBack(mention, 'edited'),
    ],
    new Map([[content, command.text]]),
  );
}

function deletePost(mention: Mention, externalId: string, context: Context): Decision {
  const message = findPost(mention, externalId);
  if (message === null || message.deletedAt !== null) return accept([]);
  return accept([
    { type: 'message_deleted', message: message.id, deletedAt: context.now },
    ...holdBack(mention, 'deleted'),
  ]);
}

/**
 * A new message wakes what was at rest, and holds what was about to be sent. One that is kept off
 * the desk wakes nothing, but nobody answers past it either.
 */
function rouse(mention: Mention, command: Receive, context: Context): readonly MentionEvent[] {
  const { to } = command;
  const log = to?.log ?? null;
  switch (mention.status) {
    case 'in_review':
    case 'scheduled':
      return holdBack(mention, 'wrote_again');
    case 'logged':
      if (log !== null) return [];
      return [restoration('wrote_again', to ?? mention, context.handbook)];
    case 'answered':
    case 'resolved': {
      if (log !== null) return [{ type: 'not_woken', because: log }];
      const { owner } = mention;
      const stays =
        owner !== null && isThere(owner, mention, context.handbook) && !isAway(owner, context.away);
      return [{ type: 'woken', to: stays ? 'claimed' : 'unclaimed' }];
    }
    case 'dismissed':
      if (log !== null) return [{ type: 'not_woken', because: log }];
      return [{ type: 'woken', to: 'unclaimed' }];
    case 'unclaimed':
    case 'claimed':
    case 'publishing':
    case 'unsure':
      return [];
    default:
      return mention.status satisfies never;
  }
}

/** What its owner would have to read now is not left lying while they are away. */
function needsSomebody(
  mention: Mention,
  { to }: Receive,
  { away }: Context,
): readonly MentionEvent[] {
  if (!OWNERS_TURN.includes(mention.status)) return [];
  // What is kept off the desk calls nobody, unless it held up what was about to go out.
  const isQuiet = (to?.log ?? null) !== null && !HOLDABLE.includes(mention.status);
  const event = isQuiet ? null : returnOfAway(mention, away);
  return event === null ? [] : [event];
}

const HOLDABLE: readonly Status[] = ['in_review', 'scheduled'];
const OWNERS_TURN: readonly Status[] = ['claimed', ...HOLDABLE, 'answered', 'resolved'];

/** To the department where it belongs; to the default one where the handbook no longer has that. */
export function restoration(
  because: 'asked' | 'wrote_again',
  { department, category, sensitive }: Pick<Mention, 'department' | 'category' | 'sensitive'>,
  handbook: Handbook,
): MentionEvent {
  const known = categoryOf(handbook, category);
  return {
    type: 'restored',
    because,
    department: departmentOf(handbook, department)?.id ?? handbook.defaultDepartment,
    category: known?.id ?? null,
    floor: known?.approvals ?? 0,
    sensitive,
  };
}

function holdBack(
  mention: Mention,
  cause: 'wrote_again' | 'edited' | 'deleted',
): readonly MentionEvent[] {
  const waiting = mention.status === 'in_review' || mention.status === 'scheduled';
  return waiting ? [{ type: 'held', cause }] : [];
}

function findPost(mention: Mention, externalId: string): Message | null {
  return mention.messages.find((message) => message.externalId === externalId) ?? null;
}

function messageOf(post: Post, context: Context): { message: Message; words: Words } {
  const content = context.newId();
  const { text, ...facts } = post;
  const message: Message = {
    ...facts,
    id: context.newId(),
    direction: 'inbound',
    content,
    receivedAt: context.now,
    deletedAt: null,
    writtenBy: null,
    approvedBy: [],
  };
  return { message, words: new Map([[content, text]]) };
}
