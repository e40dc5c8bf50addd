/** Drafts, versions and their reviews. */
import {
  accept,
  type Context,
  type Decision,
  type PersonCommand,
  refuse,
  type Seen,
} from './commands.ts';
import type { MentionEvent } from './events.ts';
import { categoryOf, type Person } from './handbook.ts';
import {
  approvalsOf,
  type DraftVersion,
  hasApproved,
  type Mention,
  newestInbound,
  pendingVersion,
  versionSeen,
} from './mention.ts';
import { notNow } from './sentences.ts';

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

/** Approvals a version needs: a category sets them, relabelling can't lower them, trainees need one. */
export function approvalsNeeded(mention: Mention, author: Person, context: Context): number {
  const category = categoryOf(context.handbook, mention.category)?.approvals ?? 0;
  return Math.max(category, mention.floor, author.role === 'trainee' ? 1 : 0);
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
  const written = writeVersion(mention, command, person, context);
  if (!written.ok) return written;
  const { version, words, submitted } = written;
  if (version.needed > 0) return accept([submitted], words);
  return accept([submitted, schedule(version.n, context)], words);
}

function editAndApprove(
  mention: Mention,
  command: ReplyCommand & { type: 'edit_and_approve' },
  person: Person,
  context: Context,
): Decision {
  const previous = pendingVersion(mention);
  const written = writeVersion(mention, command, person, context);
  if (!written.ok) return written;
  const needed = Math.max(written.version.needed, previous?.needed ?? 0);
  const version: DraftVersion = { ...written.version, needed };
  const events: MentionEvent[] = [
    { ...written.submitted, version },
    ...keepTyping(mention, written.submitted.draft),
    { type: 'approved', version: version.n, by: person.email },
  ];
  if (needed <= 1) events.push(schedule(version.n, context));
  return accept(events, written.words);
}

/** A submit ends what its author typed; what the owner types while a reviewer edits goes on. */
function keepTyping(mention: Mention, draft: string): readonly MentionEvent[] {
  const saved = mention.draft?.saved ?? null;
  return saved === null ? [] : [{ type: 'draft_saved', draft, content: saved }];
}

type Written =
  | {
      readonly ok: true;
      readonly version: DraftVersion;
      readonly submitted: MentionEvent & { type: 'submitted' };
      readonly words: ReadonlyMap<string, string>;
    }
  | (Decision & { readonly ok: false });

function writeVersion(
  mention: Mention,
  command: { text: string; seen: Seen; ticked: readonly string[] },
  person: Person,
  context: Context,
): Written {
  const stale = refuseStale(mention, command.seen);
  if (stale !== null) return stale;
  const target = newestInbound(mention);
  if (target === null) return refused('not_now', notNow(mention, 'submit', context));
  const text = command.text.trim();
  const findings = context.findings(text);
  const unticked = findings.filter(
    (finding) => finding.severity === 'error' || !command.ticked.includes(finding.id),
  );
  if (unticked.length > 0) {
    return refused('findings', unticked.map((finding) => finding.sentence).join(' '), findings);
  }
  const content = context.newId();
  const version: DraftVersion = {
    id: context.newId(),
    n: versionSeen(mention) + 1,
    author: person.email,
    content,
    at: context.now,
    replyTo: target.id,
    heard: mention.heard,
    needed: approvalsNeeded(mention, person, context),
    accepted: findings.map((finding) => `${finding.rule}: ${finding.words.join(', ')}`),
    reviews: [],
    attempts: [],
  };
  const draft = mention.draft?.id ?? context.newId();
  return {
    ok: true,
    version,
    submitted: { type: 'submitted', draft, version },
    words: new Map([[content, text]]),
  };
}

function refused(...args: Parameters<typeof refuse>): Decision & { ok: false } {
  const decision = refuse(...args);
  if (decision.ok) throw new Error('a refusal that accepts');
  return decision;
}

/** What the reader of the dialog or button had before them must still stand. */
function refuseStale(mention: Mention, seen: Seen): (Decision & { ok: false }) | null {
  if (seen.heard !== mention.heard) {
    return refused(
      'stale',
      `Since then ${mention.author.name} wrote, edited or deleted something, or an answer went out. Read the card, then decide again.`,
    );
  }
  if (seen.version !== versionSeen(mention)) {
    return refused(
      'stale',
      `There is a newer version ${versionSeen(mention)} of this draft. Read it, then decide again.`,
    );
  }
  return null;
}

function schedule(version: number, context: Context): MentionEvent {
  return { type: 'scheduled', version, sendAt: context.now + context.handbook.sending.undoMs };
}

function approve(mention: Mention, seen: Seen, person: Person, context: Context): Decision {
  const stale = refuseStale(mention, seen);
  if (stale !== null) return stale;
  const version = pendingVersion(mention);
  if (version === null) return refuse('not_now', notNow(mention, 'approve', context));
  const mine = hasApproved(version, person.email);
  const approvals = approvalsOf(version) + (mine ? 0 : 1);
  const needed = neededNow(mention, version, context);
  const next = settleReview(version, approvals, needed, context);
  return accept(
    mine ? next : [{ type: 'approved', version: version.n, by: person.email }, ...next],
  );
}

/** The larger of what held at the submit and what the handbook asks now. */
export function neededNow(mention: Mention, version: DraftVersion, { handbook }: Context): number {
  return Math.max(version.needed, categoryOf(handbook, mention.category)?.approvals ?? 0);
}

function settleReview(
  version: DraftVersion,
  approvals: number,
  needed: number,
  context: Context,
): readonly MentionEvent[] {
  if (approvals >= needed) return [schedule(version.n, context)];
  return needed > version.needed ? [{ type: 'review_reopened', version: version.n, needed }] : [];
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
    [{ type: 'changes_requested', version: version.n, by: person.email, reason }],
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
  const approvals = reviewsVoid ? 0 : approvalsOf(version);
  const needed = neededNow(mention, version, context);
  return accept([retried, ...settleReview(version, approvals, needed, context)]);
}
