/** The direct message that asks for a review, and what became of it. */
import { stillAsked } from '../core/approvals.ts';
import { maySee } from '../core/audience.ts';
import { ALONE, cardOf } from '../core/card.ts';
import { type Handbook, nameOf, type Person, personOf } from '../core/handbook.ts';
import { approvalsOf, type DraftVersion, hasApproved, type Mention } from '../core/mention.ts';
import { permits } from '../core/permits.ts';
import { listed } from '../core/sentences.ts';
import type { House } from './house.ts';
import type { SurfaceMessage } from './surface-message.ts';
import type { View } from './surface-port.ts';
import { fateOf, replaced } from './version-fate.ts';

/** Null for a version that is gone. */
export async function reviewView(house: House, message: SurfaceMessage): Promise<View | null> {
  const found = await house.store.findVersion(message.subject);
  if (found === null) return null;
  const loaded = await house.store.readMention(found.mention);
  if (loaded === null) return null;
  const { mention, words } = loaded;
  const handbook = house.handbook();
  const email = message.place.replace(/^@/, '');
  if (!maySee({ email }, mention, handbook)) return { type: 'moved', ref: mention.ref };
  const away = await house.store.absent(house.now());
  const card = cardOf(mention, words, handbook, { ...ALONE, away });
  const version = mention.draft?.versions.find((one) => one.id === message.subject);
  const reader = personOf(handbook, email);
  const isAsked = reader !== null && version?.asked.includes(reader.email) === true;
  return {
    type: 'review',
    card,
    version: found.n,
    settled:
      version === undefined
        ? await fateOf(house.store, mention.id, message.subject)
        : settledSentence(mention, version, reader, handbook),
    askedBy: isAsked ? (card.draft?.askedBy ?? null) : null,
    mayEdit: reader !== null && permits(reader, mention, 'edit_and_approve', handbook).ok,
  };
}

/** What became of a version that somebody was asked to review; null while their review is wanted. */
function settledSentence(
  mention: Mention,
  version: DraftVersion,
  reader: Person | null,
  handbook: Handbook,
): string | null {
  const { draft, status } = mention;
  if (draft?.versions.at(-1)?.n !== version.n) return replaced(version.n);
  if (draft.hold !== null) {
    const card = cardOf(mention, new Map(), handbook);
    if (draft.hold.type !== 'changes_requested') return card.draft?.hold?.sentence ?? 'Held back.';
    return `${nameOf(handbook, draft.hold.by)} asked for changes.`;
  }
  const approvers = version.reviews.flatMap(({ person, verdict }) =>
    verdict === 'approved' ? [nameOf(handbook, person)] : [],
  );
  if (status !== 'in_review') {
    return approvers.length === 0 ? 'It is on its way.' : `Approved by ${approvers.join(' and ')}.`;
  }
  if (reader === null) {
    return 'You are not in the handbook any more, so nobody waits for your review.';
  }
  const mine = hasApproved(version, reader.email);
  const missing = Math.max(0, version.needed - approvalsOf(version));
  const waits = waitsFor(mention, version, handbook);
  if (mine)
    return `You approved it. ${missing > 0 ? `${missing} more to go. ` : ''}${waits}`.trim();
  if (missing > 0 || stillAsked(mention, version, handbook).includes(reader.email)) {
    return null;
  }
  return `${approvers.length === 0 ? '' : `Approved by ${approvers.join(' and ')}. `}${waits}`;
}

/** "It waits for Kabelo, whom Thandi asked." */
function waitsFor(mention: Mention, version: DraftVersion, handbook: Handbook): string {
  const still = stillAsked(mention, version, handbook).map((email) => nameOf(handbook, email));
  if (still.length === 0 || version.askedBy === null) return '';
  return `It waits for ${listed(still)}, whom ${nameOf(handbook, version.askedBy)} asked.`;
}
