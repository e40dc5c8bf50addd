/** A new version: what somebody wrote, for what, and what it needs before it may go out. */
import { approvalsNeeded, isAgreed } from './approvals.ts';
import { type Context, type Decision, refuse, type Seen } from './commands.ts';
import type { MentionEvent } from './events.ts';
import type { Person } from './handbook.ts';
import { type DraftVersion, type Mention, type Replacing, versionSeen } from './mention.ts';

type Refused = Decision & { readonly ok: false };

export interface NewVersion {
  readonly version: DraftVersion;
  readonly submitted: MentionEvent & { type: 'submitted' };
  readonly words: ReadonlyMap<string, string>;
}

type Written = ({ readonly ok: true } & NewVersion) | Refused;

/** What a version is for: the message it goes under, or our own that it changes. */
export interface Target {
  readonly message: string;
  readonly replaces: Replacing | null;
}

/** Words that the public will read: the style guide has its say. */
export function writeVersion(
  mention: Mention,
  given: { text: string; seen: Seen; ticked: readonly string[] },
  target: Target,
  person: Person,
  context: Context,
): Written {
  const stale = refuseStale(mention, given.seen);
  if (stale !== null) return stale;
  const text = given.text.trim();
  const findings = context.findings(text);
  const unticked = findings.filter(
    (finding) => finding.severity === 'error' || !given.ticked.includes(finding.id),
  );
  if (unticked.length > 0) {
    return refused('findings', unticked.map((finding) => finding.sentence).join(' '), findings);
  }
  const accepted = findings.map((finding) => `${finding.rule}: ${finding.words.join(', ')}`);
  return { ok: true, ...newVersion(mention, { text, accepted }, target, person, context) };
}

/** Numbers it and says what it needs; asks nobody and owes nothing yet. */
export function newVersion(
  mention: Mention,
  { text, accepted }: { text: string; accepted: readonly string[] },
  { message, replaces }: Target,
  person: Person,
  context: Context,
): NewVersion {
  const content = context.newId();
  const version: DraftVersion = {
    id: context.newId(),
    n: versionSeen(mention) + 1,
    author: person.email,
    content,
    at: context.now,
    replyTo: message,
    heard: mention.heard,
    needed: approvalsNeeded(mention, person, context.handbook, replaces),
    asked: [],
    askedBy: null,
    owes: false,
    replaces,
    accepted,
    reviews: [],
    attempts: [],
  };
  const draft = mention.draft?.id ?? context.newId();
  return {
    version,
    submitted: { type: 'submitted', draft, version },
    words: new Map([[content, text]]),
  };
}

/** What the reader of the dialog or button had before them must still stand. */
export function refuseStale(mention: Mention, seen: Seen): Refused | null {
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

function refused(...args: Parameters<typeof refuse>): Refused {
  const decision = refuse(...args);
  if (decision.ok) throw new Error('a refusal that accepts');
  return decision;
}

/** Goes on its way at once where nobody has to agree any more. */
export function settle(
  mention: Mention,
  version: DraftVersion,
  needed: number,
  context: Context,
): readonly MentionEvent[] {
  return isAgreed(mention, version, needed, context.handbook) ? [schedule(version.n, context)] : [];
}

export function schedule(version: number, context: Context): MentionEvent {
  return { type: 'scheduled', version, sendAt: context.now + context.handbook.sending.undoMs };
}
