/** What an answer makes of a mention: a new one, one given elsewhere, and one that is changed. */
import type { MentionEvent } from './events.ts';
import {
  type Draft,
  hasAnswer,
  type Instant,
  type Mention,
  type Message,
  replyWords,
} from './mention.ts';

export function newDraft(id: string): Draft {
  return { id, saved: null, versions: [], hold: null };
}

export function changeMessage(
  mention: Mention,
  id: string,
  change: Partial<Message>,
): readonly Message[] {
  return mention.messages.map((message) =>
    message.id === id ? { ...message, ...change } : message,
  );
}

/**
 * What was typed after the submit outlives the published draft. `heard` moves on, so that whoever
 * still looks at the draft that is out, or began an answer before it was, decides nothing. Where
 * we owe an update, the mention stays with its owner instead of waiting for the customer.
 */
export function publish(
  mention: Mention,
  seq: number,
  { message, nextDraft, owes }: MentionEvent & { type: 'published' },
): Mention {
  const saved = mention.draft?.saved ?? null;
  const version = mention.draft?.versions.at(-1);
  const through = version?.heard ?? mention.answersThrough;
  const overtaken = mention.heard > through;
  return {
    ...mention,
    status: overtaken || owes ? 'claimed' : 'answered',
    sendAt: null,
    escalation: null,
    answered: true,
    owes,
    heard: seq,
    answersThrough: overtaken ? through : seq,
    messages: [...mention.messages, message],
    draft: saved === null ? null : { ...newDraft(nextDraft), saved },
  };
}

/**
 * Our reply stands otherwise, or no more. What it answered stays answered, unless nothing of ours
 * answers it any longer; the next reply that somebody had begun is kept.
 */
export function changeReply(
  mention: Mention,
  seq: number,
  event: MentionEvent & { type: 'corrected' | 'reply_deleted' },
  at: Instant,
): Mention {
  const changed = event.type === 'corrected' ? correction(event, at) : { deletedAt: at };
  const { message, nextDraft } = event;
  const messages = changeMessage(mention, message, changed);
  const wasCovered = mention.heard === mention.answersThrough;
  const isAtRest = wasCovered && !mention.owes && hasAnswer({ messages });
  const saved = replyWords(mention.draft);
  return {
    ...mention,
    status: isAtRest ? 'answered' : 'claimed',
    sendAt: null,
    heard: seq,
    answersThrough: wasCovered ? seq : mention.answersThrough,
    messages,
    draft: saved === null ? null : { ...newDraft(nextDraft), saved },
  };
}

function correction(
  { content, writtenBy, approvedBy, externalId, link }: MentionEvent & { type: 'corrected' },
  editedAt: Instant,
): Partial<Message> {
  return {
    ...{ content, writtenBy, approvedBy, editedAt },
    ...(externalId === null ? {} : { externalId }),
    ...(link === null ? {} : { link }),
  };
}

export function answerElsewhere(mention: Mention, seq: number, message: Message): Mention {
  return {
    ...mention,
    status: 'answered',
    sendAt: null,
    escalation: null,
    answered: true,
    owes: false,
    heard: seq,
    answersThrough: seq,
    messages: [...mention.messages, message],
    draft:
      mention.draft === null || mention.status === 'answered'
        ? mention.draft
        : { ...mention.draft, hold: { type: 'withdrawn', by: message.writtenBy ?? '' } },
  };
}
