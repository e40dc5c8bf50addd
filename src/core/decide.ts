/**
 * `decide(mention, command, context)`: what happens, or why not. Pure; the same for a button, a
 * dialog, a webhook and a test. That a button was shown proves nothing: everything is looked at
 * again here.
 */
import { isThere } from './audience.ts';
import {
  accept,
  actKey,
  actorName,
  type Command,
  type Context,
  type Decision,
  type PersonCommand,
  refuse,
} from './commands.ts';
import { decideChange } from './decide-change.ts';
import { decideDesk } from './decide-desk.ts';
import { decideFollowUp } from './decide-follow-up.ts';
import { decideInbound } from './decide-inbound.ts';
import { decideMute } from './decide-mute.ts';
import { decideNote, decideNoteChange } from './decide-notes.ts';
import { decidePrivacy } from './decide-privacy.ts';
import { decidePublishing } from './decide-publishing.ts';
import { decideAskedLeft, decideReply } from './decide-reply.ts';
import { decideOwnerGone } from './decide-return.ts';
import { decideTick } from './decide-tick.ts';
import type { Person } from './handbook.ts';
import { type ContentId, hasApproved, type Mention, pendingVersion } from './mention.ts';
import { fits, hiddenFrom, permits } from './permits.ts';
import { notNow, OUTSIDER } from './sentences.ts';
import { decideSnooze } from './snooze.ts';

export function decide(mention: Mention | null, command: Command, context: Context): Decision {
  switch (command.type) {
    case 'open':
      return decideInbound(mention, command, context);
    default:
      if (mention === null) return refuse('not_now', 'This mention does not exist here.');
      return decideAbout(mention, command, context);
  }
}

function decideAbout(
  mention: Mention,
  command: Exclude<Command, { type: 'open' }>,
  context: Context,
): Decision {
  switch (command.type) {
    case 'receive':
    case 'edit_post':
    case 'delete_post':
    case 'rethread':
    case 'join':
      return decideInbound(mention, command, context);
    case 'begin_publishing':
    case 'repeat_publishing':
    case 'sent':
    case 'not_sent':
      return decidePublishing(mention, command, context);
    case 'tick':
      return decideTick(mention, context);
    case 'owner_left':
      return decideOwnerLeft(mention, context);
    case 'owner_gone':
      return decideOwnerGone(mention, command.owner);
    case 'asked_left':
      return decideAskedLeft(mention, context);
    case 'edit_note':
    case 'delete_note':
      return decideNoteChange(mention, command, context);
    default:
      return decideForPerson(mention, command, context);
  }
}

function decideForPerson(mention: Mention, command: PersonCommand, context: Context): Decision {
  const { actor, handbook } = context;
  if (actor.type !== 'person') {
    return refuse('outsider', OUTSIDER);
  }
  const { person } = actor;
  // First, so that no other sentence tells anything of it. Whoever made it so may click twice.
  const hidden = hiddenFrom(person, mention, handbook);
  const isOwnDoing = command.type === 'make_sensitive' && isRepeat(mention, command, context);
  if (hidden !== null) return isOwnDoing ? accept([]) : refuse('not_allowed', hidden);
  if (isRepeat(mention, command, context)) return accept([]);
  if (isDone(mention, command, person)) return accept([]);
  if (!fits(mention, command.type)) {
    return refuse('not_now', notNow(mention, command.type, context));
  }
  const permit = permits(person, mention, command.type, handbook);
  if (!permit.ok) return refuse('not_allowed', permit.sentence);
  return decidePermitted(mention, command, person, context);
}

function decidePermitted(
  mention: Mention,
  command: PersonCommand,
  person: Person,
  context: Context,
): Decision {
  switch (command.type) {
    case 'save_draft':
    case 'submit':
    case 'edit_and_approve':
    case 'approve':
    case 'request_changes':
    case 'withdraw':
    case 'retry':
      return decideReply(mention, command, person, context);
    case 'correct':
    case 'delete':
      return decideChange(mention, command, person, context);
    case 'say_sent':
    case 'say_not_sent':
      return decidePublishing(mention, command, context);
    case 'make_sensitive':
    case 'make_ordinary':
      return decidePrivacy(mention, command, person, context);
    case 'touch_base':
    case 'drop_follow_up':
      return decideFollowUp(mention, command, person, context);
    case 'note':
      return decideNote(mention, command, person, context);
    case 'mute':
    case 'unmute':
      return decideMute(mention, command, person, context);
    case 'snooze':
      return decideSnooze(mention, context);
    default:
      return decideDesk(mention, command, person, context);
  }
}

/** A double click: the very act that this person did last on this mention. */
function isRepeat(mention: Mention, command: PersonCommand, context: Context): boolean {
  const { lastAct } = mention;
  if (lastAct?.actor !== actorName(context.actor) || lastAct.key !== actKey(command)) return false;
  switch (command.type) {
    case 'save_draft':
    case 'mute':
    case 'snooze':
      return false;
    case 'approve':
      return mention.status !== 'in_review';
    case 'submit':
    case 'edit_and_approve':
    case 'correct':
      return wordsOf(pendingVersion(mention)?.content, context) === command.text.trim();
    case 'escalate':
      return wordsOf(mention.escalation?.reason, context) === command.reason.trim();
    case 'request_changes': {
      const hold = mention.draft?.hold;
      const reason = hold?.type === 'changes_requested' ? hold.reason : undefined;
      return wordsOf(reason, context) === command.reason.trim();
    }
    default:
      return true;
  }
}

function wordsOf(content: ContentId | undefined, context: Context): string | undefined {
  return content === undefined ? undefined : context.words.get(content);
}

/** What stands already, although somebody else acted since. */
function isDone(mention: Mention, command: PersonCommand, person: Person): boolean {
  switch (command.type) {
    case 'claim':
      return mention.status === 'claimed' && mention.owner === person.email;
    case 'touch_base':
      return mention.followUp === 'touched' && mention.owner === person.email;
    case 'approve': {
      const version = pendingVersion(mention);
      if (version?.n !== command.seen.version || mention.status === 'in_review') return false;
      return hasApproved(version, person.email);
    }
    default:
      return false;
  }
}

/**
 * Work in hand of somebody who is no longer in the handbook, or named for what is sensitive, goes
 * back to the others.
 */
function decideOwnerLeft(mention: Mention, { handbook }: Context): Decision {
  const { owner } = mention;
  switch (mention.status) {
    case 'unclaimed':
    case 'logged':
      return refuse('not_now', 'Nobody has this.');
    case 'dismissed':
    case 'resolved':
      return refuse('not_now', 'This is over, whoever had it.');
    case 'publishing':
    case 'unsure':
    case 'answered':
      return accept([]);
    case 'claimed':
    case 'in_review':
    case 'scheduled':
      if (owner === null || isThere(owner, mention, handbook)) return accept([]);
      return accept([{ type: 'owner_left', owner }]);
    default:
      return mention.status satisfies never;
  }
}
