/** Correcting or deleting what we said in public: a version like any other, which adds nothing. */
import { askedBy } from './approvals.ts';
import { accept, type Context, type Decision, type PersonCommand, refuse } from './commands.ts';
import type { MentionEvent } from './events.ts';
import { type Handbook, type Person, sourceOf } from './handbook.ts';
import { type DraftVersion, type Mention, type Message, newestReply } from './mention.ts';
import { noId, notNow } from './sentences.ts';
import { newVersion, refuseStale, settle, writeVersion } from './write-version.ts';

type ChangeCommand = PersonCommand & { type: 'correct' | 'delete' };

export function decideChange(
  mention: Mention,
  command: ChangeCommand,
  person: Person,
  context: Context,
): Decision {
  const reply = newestReply(mention);
  if (reply === null) return refuse('not_now', notNow(mention, command.type, context));
  const unable = unchangeable(mention, context.handbook);
  if (unable !== null) return refuse('not_now', unable);
  switch (command.type) {
    case 'correct':
      return correct(mention, command, reply, person, context);
    case 'delete':
      return remove(mention, command, reply, person, context);
    default:
      return command satisfies never;
  }
}

function correct(
  mention: Mention,
  command: ChangeCommand & { type: 'correct' },
  reply: Message,
  person: Person,
  context: Context,
): Decision {
  const asked = askedBy(mention, person, command.asked ?? [], context);
  if (!asked.ok) return refuse('asked', asked.sentence);
  const target = { message: reply.id, replaces: { type: 'correct', message: reply.id } } as const;
  const written = writeVersion(mention, command, target, person, context);
  if (!written.ok) return written;
  const { submitted, words } = written;
  const stands = reply.content === null ? undefined : context.words.get(reply.content);
  if (stands !== undefined && stands === command.text.trim()) {
    return refuse('input', 'This is what stands there already. Change it, or close this.');
  }
  const version: DraftVersion = {
    ...written.version,
    asked: asked.asked,
    askedBy: asked.asked.length === 0 ? null : person.email,
  };
  return accept(onItsWay(mention, { ...submitted, version }, person, context), words);
}

/** The words of the version are the reason: nothing of it is published. */
function remove(
  mention: Mention,
  command: ChangeCommand & { type: 'delete' },
  reply: Message,
  person: Person,
  context: Context,
): Decision {
  const stale = refuseStale(mention, command.seen);
  if (stale !== null) return stale;
  const target = { message: reply.id, replaces: { type: 'delete', message: reply.id } } as const;
  const reason = { text: command.reason.trim(), accepted: [] };
  const { submitted, words } = newVersion(mention, reason, target, person, context);
  return accept(onItsWay(mention, submitted, person, context), words);
}

/** Whoever changes what nobody has takes it. */
function onItsWay(
  mention: Mention,
  submitted: MentionEvent & { type: 'submitted' },
  person: Person,
  context: Context,
): readonly MentionEvent[] {
  const { version } = submitted;
  const claimed: MentionEvent[] =
    mention.owner === null ? [{ type: 'claimed', by: person.email }] : [];
  return [...claimed, submitted, ...settle(mention, version, version.needed, context)];
}

/** Why our newest reply can only be changed where it stands; null where Heed can, or none stands. */
export function unchangeable(mention: Mention, handbook: Handbook): string | null {
  const reply = newestReply(mention);
  if (reply === null) return null;
  if (reply.externalId === null) return noId(mention);
  if ((sourceOf(handbook, mention.source)?.replyUrl ?? null) !== null) return null;
  return `The ${mention.source} takes nothing from Heed, so this reply can only be changed there.`;
}
