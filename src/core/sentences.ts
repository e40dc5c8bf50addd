/** The sentences for a press that comes at the wrong moment: what is the case, what can be done. */
import type { Context } from './commands.ts';
import { type Handbook, nameOf, type Person } from './handbook.ts';
import {
  changeUnderWay,
  isByHand,
  type Mention,
  newestInbound,
  newestReply,
  wasJoined,
} from './mention.ts';
import type { PersonCommandType } from './permits.ts';
import { SNOOZABLE } from './snooze.ts';

/** Clock times are the surface's affair: `{at:…}` stands for an instant in the reader's zone. */
export function instant(at: number): string {
  return `{at:${at}}`;
}

/** To whoever is not in the handbook. */
export const OUTSIDER =
  'You are not in the handbook, so you can look but not act. Ask an admin to add you.';

/** For what was added by hand. */
export const BY_HAND_ONLY =
  'Heed cannot reply there. Answer where it was said, then press Answered elsewhere and give the link.';
/** "Kabelo", "Kabelo and Dora", "Kabelo, Dora and Rita" */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${last}` : last;
}

export function notNow(mention: Mention, command: PersonCommandType, context: Context): string {
  const has = mention.owner === null ? 'Nobody' : nameOf(context.handbook, mention.owner);
  return whyNot(mention, command, has) ?? standing(mention, has);
}

/** What stands against this command in particular; null where it is only how the mention stands. */
function whyNot(mention: Mention, command: PersonCommandType, has: string): string | null {
  switch (command) {
    case 'resolve':
      return mention.answered
        ? null
        : 'It was never answered, so it cannot be resolved. Answer it, or dismiss it with a reason.';
    case 'dismiss':
      return mention.answered
        ? 'It was answered before, so it is resolved with an outcome, not dismissed.'
        : null;
    case 'retry':
      return mention.status === 'claimed'
        ? 'There is no version here that the network refused. Write a reply instead.'
        : null;
    case 'thanks_close':
      return mention.status === 'claimed' ? noThanks(mention) : null;
    case 'make_sensitive':
      return mention.sensitive ? 'This is sensitive already.' : null;
    case 'make_ordinary':
      return mention.sensitive ? null : 'This is not sensitive.';
    case 'mute':
    case 'unmute':
      return isByHand(mention)
        ? 'Heed does not know who wrote what was added by hand, so there is nobody to mute.'
        : null;
    case 'restore':
      return mention.status === 'logged'
        ? null
        : `${mention.ref} is on the desk already: it is not logged any more.`;
    case 'touch_base':
    case 'drop_follow_up':
      return noFollowUp(mention, has);
    case 'correct':
    case 'delete':
      return noChange(mention, has);
    case 'edit_and_approve':
      return changeUnderWay(mention)?.type === 'delete'
        ? 'There is nothing to edit: this takes our reply back. Approve it, or ask for changes.'
        : null;
    case 'save_draft':
      return isByHand(mention) ? BY_HAND_ONLY : null;
    case 'snooze':
      return SNOOZABLE.includes(mention.status)
        ? `Nothing of ${mention.ref} is due; there is nothing to be quiet about.`
        : null;
    case 'submit':
      return noReply(mention);
    default:
      return null;
  }
}

function noFollowUp({ status, followUp, author }: Mention, has: string): string | null {
  if (followUp === 'touched' && status === 'claimed') {
    return `${has} touches base with ${author.name} already.`;
  }
  if (status !== 'resolved') return null;
  if (followUp === 'asked') return 'The post was deleted at the source, so there is nobody to ask.';
  return 'Nobody is asked to touch base here. To take it up again, reopen it.';
}

function noThanks({ answered }: Mention): string {
  return answered
    ? 'Nobody wrote since the last answer. Resolve this with an outcome.'
    : 'It was never answered. Answer it, or dismiss it with a reason.';
}

function noReply(mention: Mention): string | null {
  if (isByHand(mention)) return BY_HAND_ONLY;
  if (changeUnderWay(mention) !== null) {
    return 'A change of what we said is under way. Wait until it is out, or withdraw it first.';
  }
  if (newestInbound(mention) !== null) return null;
  return 'The post was deleted at the source, so no reply can stand under it. Dismiss it, or say that it was answered elsewhere.';
}

function noChange(mention: Mention, has: string): string {
  const { status, messages } = mention;
  if (status !== 'unclaimed' && status !== 'claimed' && status !== 'answered') {
    return standing(mention, has);
  }
  const reply = newestReply(mention);
  if (reply !== null) return noId(mention);
  const deleted = messages.some((one) => one.direction === 'outbound' && one.deletedAt !== null);
  return deleted
    ? 'We deleted this reply already, so there is nothing left to change. Write a new one.'
    : 'No reply of ours stands there, so there is nothing to change. Write one instead.';
}

export function noId({ source }: Mention): string {
  return `The ${source} gave this reply no id, so it can only be changed there.`;
}

function standing(mention: Mention, has: string): string {
  const since = mention.ownedSince === null ? '' : ` since ${instant(mention.ownedSince)}`;
  switch (mention.status) {
    case 'unclaimed':
      return 'Nobody has this yet. Claim it first.';
    case 'claimed':
      return `${has} has had this${since}. A lead can hand it over.`;
    case 'in_review':
      return `${has}'s draft is in review. Withdraw it to change course.`;
    case 'scheduled':
      return `${has}'s reply is about to go out. Withdraw it to stop it.`;
    case 'publishing':
      return 'The reply is going out at this moment. Wait for the card to say how it went.';
    case 'unsure':
      return 'Nobody knows yet whether the reply went out. Look at the post, then say "It was sent" or "It was not sent".';
    case 'answered':
      return `${has} has answered this; it waits for the customer.`;
    case 'dismissed':
      if (wasJoined(mention)) return `This was ${mention.verdict ?? 'joined'}. Go on there.`;
      return 'This was dismissed. Reopen it first.';
    case 'resolved':
      return 'This is resolved. Reopen it first.';
    case 'logged':
      return 'This is logged, off the desk. A lead can restore it: /heed logged lists it.';
    default:
      return mention.status satisfies never;
  }
}

/** To whoever wanted quiet. */
export function tellSnoozed(
  { owner, snoozedUntil }: Mention,
  { email }: Person,
  handbook: Handbook,
): string {
  const until = instant(snoozedUntil ?? 0);
  const who = owner === null || owner === email ? 'you are' : `${nameOf(handbook, owner)} is`;
  return `Quiet until ${until}; ${who} reminded then, or at once if it is missed.`;
}
