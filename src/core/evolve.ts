import { type DeadlineEvent, deadlinesTold, isAboutDeadlines } from './deadline-events.ts';
import type { MentionEvent, RecordedEvent } from './events.ts';
import { answerElsewhere, changeMessage, changeReply, newDraft, publish } from './evolve-answer.ts';
import { type FollowUpEvent, followedUp, isAboutFollowUp } from './follow-up-events.ts';
import type {
  Attempt,
  AttemptOutcome,
  DraftVersion,
  Hold,
  Mention,
  Message,
  Review,
} from './mention.ts';
import { NO_MOMENTS } from './moments.ts';
import { isAboutNotes, type NoteEvent, notesAfter } from './note-events.ts';
import { isAboutSnooze, type SnoozeEvent, snoozeAfter } from './snooze.ts';

/** The mention after one event; `null` stands for a mention that does not exist yet. */
export function evolve(mention: Mention | null, recorded: RecordedEvent): Mention {
  if (recorded.event.type === 'opened') return open(recorded, recorded.event);
  if (mention === null)
    throw new Error(`a mention begins with "opened", not "${recorded.event.type}"`);
  const { seq, event } = recorded;
  const after = { ...follow(mention, recorded, event), seq };
  return { ...after, snoozedUntil: snoozeAfter(mention, after, event) };
}

function follow(
  mention: Mention,
  recorded: RecordedEvent,
  event: Exclude<MentionEvent, { type: 'opened' }>,
): Mention {
  if (isAboutNotes(event)) return { ...mention, notes: notesAfter(mention.notes, event) };
  if (isAboutDeadlines(event)) {
    return { ...mention, deadlines: deadlinesTold(mention.deadlines, event) };
  }
  if (isAboutSnooze(event)) return mention;
  if (isAboutFollowUp(event)) return followedUp(mention, event, recorded.at);
  return apply(mention, recorded, event);
}

function open(recorded: RecordedEvent, event: MentionEvent & { type: 'opened' }): Mention {
  return {
    id: event.id,
    ref: event.ref,
    source: event.source,
    network: event.network,
    threadRoot: event.threadRoot,
    author: event.author,
    openedAt: recorded.at,
    status: 'unclaimed',
    owner: null,
    ownedSince: null,
    department: event.department,
    category: event.category,
    sensitive: event.sensitive,
    floor: event.floor,
    cycle: 1,
    placement: 1,
    sendAt: null,
    escalation: null,
    logged: null,
    verdict: null,
    closedAt: null,
    followUp: null,
    answered: false,
    owes: false,
    heard: 0,
    answersThrough: 0,
    messages: [],
    notes: [],
    draft: null,
    snoozedUntil: null,
    deadlines: [],
    moments: NO_MOMENTS,
    lastAct: null,
    seq: recorded.seq,
  };
}

function apply(
  mention: Mention,
  { seq, at }: RecordedEvent,
  event: Exclude<
    MentionEvent,
    { type: 'opened' } | NoteEvent | DeadlineEvent | SnoozeEvent | FollowUpEvent
  >,
): Mention {
  switch (event.type) {
    case 'message_received':
      return hear(mention, seq, event.message);
    case 'message_edited':
      return {
        ...mention,
        heard: seq,
        messages: changeMessage(mention, event.message, {
          content: event.content,
          attachments: event.attachments,
          editedAt: event.editedAt,
        }),
      };
    case 'message_deleted':
      return {
        ...mention,
        heard: seq,
        messages: changeMessage(mention, event.message, {
          content: null,
          attachments: [],
          deletedAt: event.deletedAt,
        }),
      };
    case 'rethreaded':
      return { ...mention, threadRoot: event.threadRoot };
    case 'joined':
      return giveAway(mention, event.ref);
    case 'woken':
      return wake(mention, event.to);
    case 'logged':
      return { ...mention, status: 'logged', logged: event.because };
    case 'restored': {
      const { department, category, floor, sensitive } = event;
      const placed = { department, category, floor, sensitive };
      return { ...mention, ...placed, status: 'unclaimed', logged: null };
    }
    case 'not_woken':
    case 'muted':
    case 'unmuted':
      return mention;
    case 'held':
      return backToOwner(mention, { type: event.cause });
    case 'claimed':
      return { ...mention, status: 'claimed', owner: event.by, ownedSince: at };
    case 'released':
    case 'returned':
      return giveBack(mention);
    case 'assigned':
      return {
        ...mention,
        status: mention.status === 'unclaimed' ? 'claimed' : mention.status,
        owner: event.to,
        ownedSince: at,
      };
    case 'transferred':
      return { ...moveOn(mention, true), department: event.to };
    case 'made_sensitive':
      return { ...moveOn(mention, event.freed), sensitive: true };
    case 'made_ordinary':
      return { ...moveOn(mention, event.freed), sensitive: false };
    case 'categorised':
      return {
        ...changeLatest(mention, (version) => ({ ...version, needed: event.needed })),
        category: event.category,
        floor: event.floor,
      };
    case 'escalated': {
      const { rung, to, by, reason } = event;
      return { ...mention, escalation: { rung, to, by, reason, at } };
    }
    case 'draft_saved':
      return {
        ...mention,
        draft: { ...(mention.draft ?? newDraft(event.draft)), saved: event.content },
      };
    case 'submitted':
      return submit(mention, event.draft, event.version);
    case 'approved': {
      const { by: person, as } = event;
      return addReview(mention, { person, verdict: 'approved', as, reason: null, at });
    }
    case 'scheduled':
      return { ...mention, status: 'scheduled', sendAt: event.sendAt };
    case 'review_reopened':
      return {
        ...changeVersion(mention, (version) => ({ ...version, needed: event.needed })),
        status: 'in_review',
        sendAt: null,
      };
    case 'changes_requested': {
      const { by, as, reason } = event;
      const reviewed = addReview(mention, { person: by, verdict: 'changes', as, reason, at });
      return backToOwner(reviewed, { type: 'changes_requested', by, reason });
    }
    case 'withdrawn':
      return backToOwner(mention, { type: 'withdrawn', by: event.by });
    case 'publishing_began':
      return { ...startAttempt(mention, event.attempt), status: 'publishing', sendAt: null };
    case 'publish_repeated':
      return startAttempt(endAttempt(mention, 'unknown', at), event.attempt);
    case 'published':
      return publish(endAttempt(mention, 'published', at), seq, event);
    case 'corrected':
    case 'reply_deleted':
      return changeReply(endAttempt(mention, 'published', at), seq, event, at);
    case 'publish_postponed':
      return {
        ...endAttempt(mention, 'postponed', at),
        status: 'scheduled',
        sendAt: event.sendAt,
      };
    case 'publish_refused':
      return backToOwner(endAttempt(mention, 'refused', at), {
        type: 'refused',
        reason: event.reason,
      });
    case 'publish_unknown':
      return { ...endAttempt(mention, 'unknown', at), status: 'unsure' };
    case 'said_not_sent':
      return backToOwner(mention, { type: 'not_sent', by: event.by });
    case 'retried':
      return { ...retry(mention, event.reviewsVoid), status: 'in_review' };
    case 'answered_elsewhere':
      return answerElsewhere(mention, seq, event.message);
    case 'resolved':
      return close(mention, 'resolved', event.outcome, at);
    case 'dismissed':
      return close(mention, 'dismissed', event.reason, at);
    case 'reopened':
      return nextCycle(giveBack(mention));
    case 'owner_left':
      return loseOwner(mention);
    default:
      return unknownEvent(event);
  }
}

function unknownEvent(event: never): never {
  throw new Error(`unknown event ${JSON.stringify(event)}`);
}

function addReview(mention: Mention, review: Review): Mention {
  return changeVersion(mention, (version) => ({
    ...version,
    reviews: [...version.reviews, review],
  }));
}

/** Changes the version under way; leaves the mention alone where none is. */
function changeVersion(mention: Mention, change: (version: DraftVersion) => DraftVersion): Mention {
  return mention.draft?.hold === null ? changeLatest(mention, change) : mention;
}

/** Changes the latest version, under way or held. */
function changeLatest(mention: Mention, change: (version: DraftVersion) => DraftVersion): Mention {
  const { draft } = mention;
  const last = draft?.versions.at(-1);
  if (draft === null || last === undefined) return mention;
  return {
    ...mention,
    draft: { ...draft, versions: [...draft.versions.slice(0, -1), change(last)] },
  };
}

/** Its place in the thread is free for the mention that its author goes on with. */
function giveAway(mention: Mention, ref: string): Mention {
  return {
    ...mention,
    status: 'dismissed',
    verdict: `joined ${ref}`,
    threadRoot: `joined:${mention.id}`,
    messages: [],
  };
}

/** Nobody owes anything any more, and nobody is called. */
function close(
  mention: Mention,
  status: 'resolved' | 'dismissed',
  verdict: string,
  closedAt: number,
): Mention {
  const ended = { sendAt: null, owes: false, escalation: null };
  return { ...mention, ...ended, status, verdict, closedAt };
}

/** Whoever writes need not be asked how they are. */
function hear(mention: Mention, heard: number, message: Message): Mention {
  const followUp = mention.followUp === null ? null : 'over';
  return { ...mention, heard, followUp, messages: [...mention.messages, message] };
}

/** To other people, with a card of its own there; whoever was called may not be among them. */
function moveOn(mention: Mention, freed: boolean): Mention {
  const moved = freed ? giveBack(mention) : mention;
  return { ...moved, escalation: null, placement: mention.placement + 1 };
}

function giveBack(mention: Mention): Mention {
  return { ...mention, status: 'unclaimed', owner: null, ownedSince: null };
}

function nextCycle(mention: Mention): Mention {
  const fresh = { verdict: null, closedAt: null, followUp: null };
  return { ...mention, ...fresh, cycle: mention.cycle + 1 };
}

function wake(mention: Mention, to: 'claimed' | 'unclaimed'): Mention {
  const awake: Mention = to === 'claimed' ? { ...mention, status: to } : giveBack(mention);
  if (mention.status === 'answered') return awake;
  return nextCycle(awake);
}

/** Back to whoever has it, the draft kept, its approvals void through the hold. */
function backToOwner(mention: Mention, hold: Hold): Mention {
  return {
    ...mention,
    status: 'claimed',
    sendAt: null,
    draft: mention.draft === null ? null : { ...mention.draft, hold },
  };
}

/** A submit ends what its author typed; a change of what we said leaves the next reply alone. */
function submit(mention: Mention, draftId: string, version: DraftVersion): Mention {
  const draft = mention.draft ?? newDraft(draftId);
  const saved = version.replaces === null ? null : draft.saved;
  return {
    ...mention,
    status: 'in_review',
    sendAt: null,
    draft: { ...draft, saved, hold: null, versions: [...draft.versions, version] },
  };
}

function startAttempt(mention: Mention, attempt: Attempt): Mention {
  return changeVersion(mention, (version) => ({
    ...version,
    attempts: [...version.attempts, attempt],
  }));
}

function endAttempt(mention: Mention, outcome: AttemptOutcome, endedAt: number): Mention {
  return changeVersion(mention, (version) => ({
    ...version,
    attempts: version.attempts.map((attempt) =>
      attempt.outcome === null ? { ...attempt, outcome, endedAt } : attempt,
    ),
  }));
}

function retry(mention: Mention, reviewsVoid: boolean): Mention {
  if (mention.draft === null) return mention;
  const fresh: Mention = { ...mention, draft: { ...mention.draft, hold: null } };
  return changeVersion(fresh, (version) => ({
    ...version,
    heard: mention.heard,
    reviews: reviewsVoid ? [] : version.reviews,
  }));
}

function loseOwner(mention: Mention): Mention {
  const stays =
    mention.status === 'publishing' || mention.status === 'unsure' || mention.status === 'answered';
  if (stays) return mention;
  const held =
    mention.status === 'claimed' ? mention : backToOwner(mention, { type: 'owner_left' });
  return giveBack(held);
}
