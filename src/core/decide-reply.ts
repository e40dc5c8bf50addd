/** Drafts, versions and their reviews. */
import { askedBy, isAgreed, neededNow, stillAsked } from './approvals.ts';
import {
  accept,
  type Context,
  type Decision,
  type PersonCommand,
  refuse,
  type Seen,
} from './commands.ts';
import type { MentionEvent } from './events.ts';
import type { Handbook, Person } from './handbook.ts';
import {
  type DraftVersion,
  hasApproved,
  type Mention,
  newestInbound,
  pendingVersion,
  type ReviewedAs,
  versionSeen,
} from './mention.ts';
import { mayReview } from './permits.ts';
import { notNow } from './sentences.ts';
import { refuseStale, schedule, settle, type Target, writeVersion } from './write-version.ts';

type ReplyCommand = PersonCommand & {
  type:
    | 'save_draft'
    | 'submit'
    | 'edit_and_approve'
    | 'approve'
    | 'request_changes'
    | 'withdraw'
    | 'retry';
};

const LONGEST_DRAFT = 40_000;

export function decideReply(
  mention: Mention,
  command: ReplyCommand,
  person: Person,
  context: Context,
): Decision {
  switch (command.type) {
    case 'save_draft':
      return saveDraft(mention, command.text, context);
    case 'submit':
      return submit(mention, command, person, context);
    case 'edit_and_approve':
      return editAndApprove(mention, command, person, context);
    case 'approve':
      return approve(mention, command.seen, person, context);
    case 'request_changes':
      return requestChanges(mention, command, person, context);
    case 'withdraw':
      return withdraw(mention, person);
    case 'retry':
      return retry(mention, command.seen, person, context);
    default:
      return command satisfies never;
  }
}

function saveDraft(mention: Mention, text: string, context: Context): Decision {
  if (text.length > LONGEST_DRAFT)
    return refuse('input', 'This is too long to be saved as a draft.');
  const saved = mention.draft?.saved ?? null;
  if (saved !== null) return accept([], new Map([[saved, text]]));
  const content = context.newId();
  const draft = mention.draft?.id ?? context.newId();
  return accept([{ type: 'draft_saved', draft, content }], new Map([[content, text]]));
}

function submit(
  mention: Mention,
  command: ReplyCommand & { type: 'submit' },
  person: Person,
  context: Context,
): Decision {
  const asked = askedBy(mention, person, command.asked ?? [], context);
  if (!asked.ok) return refuse('asked', asked.sentence);
  const target = replyTarget(mention);
  if (target === null) return refuse('not_now', notNow(mention, 'submit', context));
  const written = writeVersion(mention, command, target, person, context);
  if (!written.ok) return written;
  const version: DraftVersion = {
    ...written.version,
    asked: asked.asked,
    askedBy: asked.asked.length === 0 ? null : person.email,
    owes: command.owes ?? false,
  };
  const submitted: MentionEvent = { ...written.submitted, version };
  return accept([submitted, ...settle(mention, version, version.needed, context)], written.words);
}

/** A reply goes under the customer's newest message that still stands. */
function replyTarget(mention: Mention): Target | null {
  const newest = newestInbound(mention);
  return newest === null ? null : { message: newest.id, replaces: null };
}

/** What an edit is for: the same reply of ours that the version before it changes, or a reply. */
function editTarget(mention: Mention, previous: DraftVersion | null): Target | null {
  if (previous === null || previous.replaces === null) return replyTarget(mention);
  return { message: previous.replyTo, replaces: previous.replaces };
}

function editAndApprove(
  mention: Mention,
  command: ReplyCommand & { type: 'edit_and_approve' },
  person: Person,
  context: Context,
): Decision {
  const previous = pendingVersion(mention);
  const target = editTarget(mention, previous);
  if (target === null) return refuse('not_now', notNow(mention, 'submit', context));
  const written = writeVersion(mention, command, target, person, context);
  if (!written.ok) return written;
  const needed = Math.max(written.version.needed, previous?.needed ?? 0);
  const asked = (previous?.asked ?? []).filter((email) => email !== person.email);
  const version: DraftVersion = {
    ...written.version,
    needed,
    asked,
    askedBy: asked.length === 0 ? null : (previous?.askedBy ?? null),
    owes: previous?.owes ?? false,
  };
  const approved: DraftVersion = approvedBy(version, person, 'reviewer', context);
  return accept(
    [
      { ...written.submitted, version },
      ...keepTyping(mention, written.submitted.draft),
      { type: 'approved', version: version.n, by: person.email, as: 'reviewer' },
      ...settle(mention, approved, needed, context),
    ],
    written.words,
  );
}

/** The version as it stands after this approval. */
function approvedBy(
  version: DraftVersion,
  { email }: Person,
  as: ReviewedAs,
  { now }: Context,
): DraftVersion {
  const review = { person: email, verdict: 'approved', as, reason: null, at: now } as const;
  return { ...version, reviews: [...version.reviews, review] };
}

/** A submit ends what its author typed; what the owner types while a reviewer edits goes on. */
function keepTyping(mention: Mention, draft: string): readonly MentionEvent[] {
  const saved = mention.draft?.saved ?? null;
  return saved === null ? [] : [{ type: 'draft_saved', draft, content: saved }];
}

function approve(mention: Mention, seen: Seen, person: Person, context: Context): Decision {
  const stale = refuseStale(mention, seen);
  if (stale !== null) return stale;
  const version = pendingVersion(mention);
  if (version === null) return refuse('not_now', notNow(mention, 'approve', context));
  if (hasApproved(version, person.email)) return accept(settleReview(mention, version, context));
  const as = capacity(person, mention, context.handbook);
  const approved = approvedBy(version, person, as, context);
  return accept([
    { type: 'approved', version: version.n, by: person.email, as },
    ...settleReview(mention, approved, context),
  ]);
}

/** Being asked makes nobody a reviewer: what a reviewer's role allows counts, and nothing else. */
function capacity(person: Person, mention: Mention, handbook: Handbook): ReviewedAs {
  return mayReview(person, mention, handbook) ? 'reviewer' : 'asked';
}

function settleReview(
  mention: Mention,
  version: DraftVersion,
  context: Context,
): readonly MentionEvent[] {
  const needed = neededNow(mention, version, context.handbook);
  const { handbook } = context;
  if (isAgreed(mention, version, needed, handbook)) return [schedule(version.n, context)];
  return needed > version.needed ? [reopenReview(mention, version, needed, handbook)] : [];
}

/** Back to review: more approvals are needed, or somebody who was asked has not agreed after all. */
export function reopenReview(
  mention: Mention,
  version: DraftVersion,
  needed: number,
  handbook: Handbook,
): MentionEvent & { type: 'review_reopened' } {
  const asked = stillAsked(mention, version, handbook);
  return { type: 'review_reopened', version: version.n, needed, asked };
}

/** Whoever was asked and is there no more holds nothing up. */
export function decideAskedLeft(mention: Mention, context: Context): Decision {
  const version = pendingVersion(mention);
  if (mention.status !== 'in_review' || version === null) {
    return refuse('not_now', 'There is no version in review here.');
  }
  return accept(settle(mention, version, neededNow(mention, version, context.handbook), context));
}

function requestChanges(
  mention: Mention,
  command: ReplyCommand & { type: 'request_changes' },
  person: Person,
  context: Context,
): Decision {
  const stale = refuseStale(mention, command.seen);
  if (stale !== null) return stale;
  const version = pendingVersion(mention);
  if (version === null) return refuse('not_now', notNow(mention, 'request_changes', context));
  const text = command.reason.trim();
  if (text === '')
    return refuse('input', 'Say what should change, so that the next version can be better.');
  const reason = context.newId();
  return accept(
    [
      {
        type: 'changes_requested',
        version: version.n,
        by: person.email,
        as: capacity(person, mention, context.handbook),
        reason,
      },
    ],
    new Map([[reason, text]]),
  );
}

function withdraw(mention: Mention, person: Person): Decision {
  return accept([{ type: 'withdrawn', version: versionSeen(mention), by: person.email }]);
}

/** The same version once more; what was said since makes its approvals void. */
function retry(mention: Mention, seen: Seen, person: Person, context: Context): Decision {
  const stale = refuseStale(mention, seen);
  if (stale !== null) return stale;
  const version = mention.draft?.versions.at(-1);
  if (version === undefined) return refuse('not_now', notNow(mention, 'retry', context));
  const target = mention.messages.find((message) => message.id === version.replyTo);
  if (target === undefined || target.deletedAt !== null) {
    return refuse(
      'not_now',
      'The post this reply was for is gone. Write a new reply, or dismiss it.',
    );
  }
  const reviewsVoid = version.heard !== mention.heard;
  const retried: MentionEvent = {
    type: 'retried',
    version: version.n,
    by: person.email,
    reviewsVoid,
  };
  const again = reviewsVoid ? { ...version, reviews: [] } : version;
  return accept([retried, ...settleReview(mention, again, context)]);
}
