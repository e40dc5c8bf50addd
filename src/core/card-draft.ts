/** What a card says of the draft: its words, what it waits for, and why it is held. */
import type { Absence } from './absence.ts';
import { stillAsked } from './approvals.ts';
import { type Handbook, nameOf } from './handbook.ts';
import {
  approvalsOf,
  type DraftVersion,
  type Hold,
  type Mention,
  type Replacing,
  type Words,
} from './mention.ts';
import { reviewersOf } from './reviewers.ts';

export interface CardDraft {
  readonly version: number;
  readonly text: string | null;
  readonly author: string;
  readonly accepted: readonly string[];
  readonly needed: number;
  readonly approvedBy: readonly string[];
  /** Approvals that are missing of those needed, whoever was asked besides. */
  readonly missing: number;
  /** Who can still give a missing approval; empty when none is missing. */
  readonly waitingFor: readonly string[];
  /** Who was asked by name and has not agreed. */
  readonly asked: readonly string[];
  /** Who asked them. */
  readonly askedBy: string | null;
  /** Once it is out we owe the customer an update. */
  readonly owes: boolean;
  /** What it does to our reply; null where it adds one. Its text is the reason for a deletion. */
  readonly changes: Replacing['type'] | null;
  /** Tries so far, for a reply that the network has not taken yet. */
  readonly attempts: number;
  readonly hold: CardHold | null;
}

export interface CardHold {
  readonly type: Hold['type'];
  readonly sentence: string;
}

export function draftOf(
  mention: Mention,
  words: Words,
  handbook: Handbook,
  away: readonly Absence[],
): CardDraft | null {
  const { draft } = mention;
  const version = draft?.versions.at(-1);
  if (draft === null || version === undefined) return null;
  const approved = version.reviews.filter((review) => review.verdict === 'approved');
  const isWaiting = mention.status === 'in_review' && draft.hold === null;
  return {
    version: version.n,
    text: words.get(version.content) ?? null,
    author: nameOf(handbook, version.author),
    accepted: version.accepted,
    needed: version.needed,
    approvedBy: draft.hold === null ? approved.map(({ person }) => nameOf(handbook, person)) : [],
    missing: isWaiting ? Math.max(0, version.needed - approvalsOf(version)) : 0,
    waitingFor: isWaiting ? waitingFor(mention, version, handbook, away) : [],
    asked: isWaiting
      ? stillAsked(mention, version, handbook).map((email) => nameOf(handbook, email))
      : [],
    askedBy: version.askedBy === null ? null : nameOf(handbook, version.askedBy),
    owes: version.owes,
    changes: version.replaces?.type ?? null,
    attempts: version.attempts.length,
    hold: draft.hold === null ? null : holdOf(draft.hold, mention, words, handbook),
  };
}

function waitingFor(
  mention: Mention,
  version: DraftVersion,
  handbook: Handbook,
  away: readonly Absence[],
): readonly string[] {
  const done = version.reviews.map((review) => review.person);
  const able = reviewersOf(mention, handbook, away).filter((email) => !done.includes(email));
  // Whoever was asked by name is waited for by name; as a reviewer their approval counts as well.
  const asked = stillAsked(mention, version, handbook);
  const others = able.filter((email) => !asked.includes(email));
  const missing = version.needed - approvalsOf(version) - (able.length - others.length);
  return missing > 0 ? others.map((email) => nameOf(handbook, email)) : [];
}

function holdOf(hold: Hold, mention: Mention, words: Words, handbook: Handbook): CardHold {
  return { type: hold.type, sentence: holdSentence(hold, mention, words, handbook) };
}

function holdSentence(hold: Hold, mention: Mention, words: Words, handbook: Handbook): string {
  const customer = mention.author.name;
  switch (hold.type) {
    case 'wrote_again':
      return `Held back: ${customer} wrote again. Read it, then submit anew.`;
    case 'edited':
      return `Held back: ${customer} edited the post. Read it, then submit anew.`;
    case 'deleted':
      return `Held back: ${customer} deleted the post.`;
    case 'unable':
      return 'Held back: it can no longer be published there. Answer elsewhere and give the link.';
    case 'owner_left':
      return 'Held back: whoever had this is no longer in the handbook.';
    case 'moved':
      return 'Held back: it is with other people now. Read it, then submit anew.';
    case 'changes_requested':
      return `${nameOf(handbook, hold.by)} asks for changes: ${words.get(hold.reason) ?? ''}`;
    case 'withdrawn':
      return `Withdrawn by ${nameOf(handbook, hold.by)}.`;
    case 'refused':
      return `The network refused it: ${hold.reason}`;
    case 'not_sent':
      return `${nameOf(handbook, hold.by)} says that it was not sent.`;
    default:
      return hold satisfies never;
  }
}
