/**
 * Somebody of the staff at work: looks at what the desk offers, chooses, presses, fills in. What a
 * role may not do is tried now and then, and refused.
 */
import type { Sandbox } from '../../../src/sandbox/index.ts';
import { type StaffName, says } from '../../support/staff.ts';
import { aside, urgeAside } from './asides.ts';
import { fillIn, type Player } from './dialogs.ts';
import type { Card, Offer } from './sight.ts';
import { type Kind, kindOf, type Tally } from './tally.ts';
import { TROLL } from './troll.ts';

/** How much somebody is drawn to each button. */
const DRAWN: Readonly<Partial<Record<Kind, number>>> = {
  Reply: 6,
  Claim: 3,
  Approve: 10,
  Resolve: 3,
  'Thanks, close': 8,
  Retry: 20,
  'Edit and approve': 1.5,
  'Request changes': 1.5,
  Withdraw: 0.7,
  Category: 0.25,
  Transfer: 0.5,
  Assign: 0.5,
  Escalate: 0.2,
  Release: 0.4,
  Dismiss: 0.5,
  Reopen: 0.3,
  Correct: 0.6,
  Delete: 0.5,
  'Answered elsewhere': 0.3,
  Sensitive: 0.08,
  'Not sensitive': 0.6,
  'Mute author': 1.5,
  Unmute: 3,
};

/** What a press says all of. */
const PLAIN: readonly Kind[] = [
  ...(['Claim', 'Release', 'Approve', 'Withdraw', 'Thanks, close', 'Reopen', 'Retry'] as const),
  ...(['Sensitive', 'Not sensitive', 'Unmute'] as const),
];

/** What a role leaves to others. */
const TRAINEES: readonly Kind[] = [
  ...(['Category', 'Transfer', 'Dismiss', 'Answered elsewhere', 'Resolve'] as const),
  ...(['Thanks, close', 'Retry', 'Reopen'] as const),
];
const REVIEWERS: readonly Kind[] = ['Approve', 'Edit and approve', 'Request changes'];
const MUTES: readonly Kind[] = ['Mute author', 'Unmute'];
/** Whoever sees it may say so, whose ever it is. */
const PRIVACY: readonly Kind[] = ['Sensitive', 'Not sensitive'];
const OWNERS: readonly Kind[] = ['Claim', 'Escalate', ...REVIEWERS];

const FULL_NAMES: Readonly<Partial<Record<StaffName, string>>> = {
  thandi: 'Thandi Nkosi',
  sam: 'Sam Botha',
  lindiwe: 'Lindiwe Dube',
  noor: 'Noor Patel',
};

/** Time to read the card. */
const PAUSES_MS = { least: 40, most: 350 } as const;
const SHOWS_MS = 4_000;

export async function work(sandbox: Sandbox, player: Player, isOver: () => boolean): Promise<void> {
  const { chance, sight } = player;
  while (!isOver()) {
    const ms = chance.between(PAUSES_MS.least, PAUSES_MS.most);
    await new Promise((resolve) => setTimeout(resolve, ms));
    const what = chance.weigh([
      ['card', 10],
      ['request', 4],
      ['home', 0.7],
      ['aside', urgeAside(player)],
    ] as const);
    try {
      if (what === 'card') await workOnCard(player);
      else if (what === 'request') await pressOne(player, sight.requests(), 'request pressed');
      else if (what === 'home') await pressOne(player, sight.onHome(), 'Home pressed');
      else await aside(sandbox, player);
    } catch (cause) {
      const before = says(sight.staff.top(player.who) ?? {});
      throw new Error(`${player.who} is at a loss before ${before}`, { cause });
    }
    await sight.closeAll();
  }
}

async function workOnCard(player: Player): Promise<void> {
  const { sight, chance, tally } = player;
  const cards = sight.cards();
  const choices = cards.flatMap((card) =>
    sight.offersOn(card).map((offer) => {
      tally.met(offer.label);
      return [{ card, offer }, drawn(player, offer.label, offer.said)] as const;
    }),
  );
  const chosen = chance.weigh(choices);
  if (chosen === null) return;
  const { card, offer } = chosen;
  if (offer.label === 'More…') return workInMore(player, card, offer);
  await pressOffer(player, offer, card.ref, () => sight.stands(card));
}

/** What does not fit on the card stands in a dialog. */
async function workInMore(player: Player, card: Card, more: Offer): Promise<void> {
  const { sight, chance, tally } = player;
  await sight.closeAll();
  if (!(await pressTimes(player, more, 1))) return;
  await sight.lookFor(() => sight.inDialog().length > 0, SHOWS_MS);
  const choices = sight.inDialog().map((offer) => {
    tally.met(offer.label);
    return [offer, drawn(player, offer.label, more.said)] as const;
  });
  const offer = chance.weigh(choices);
  if (offer === null) return;
  await pressOffer(player, { ...offer, said: more.said }, card.ref, () => sight.stands(card));
}

/** One of several, with what stands beside it. */
async function pressOne(player: Player, offers: readonly Offer[], as: Kind): Promise<void> {
  const { chance, sight, tally } = player;
  const offer = chance.weigh(
    offers.map((one) => [one, drawn(player, one.label, one.said)] as const),
  );
  const ref = /H-\d+/.exec(offer?.said ?? '')?.[0];
  if (offer === null || ref === undefined) return;
  const outcome = await pressOffer(player, offer, ref, sight.situation);
  if (outcome) tally.did(as);
}

/** Nobody forgets what has not been done yet, and everybody mostly knows what is theirs to do. */
function drawn({ who, tally }: Player, label: string, said: string): number {
  if (label === 'More…') return isBehindMore(who, said, tally) ? 100 : 2;
  const kind = kindOf(label);
  const weight = kind === null ? 0 : (DRAWN[kind] ?? 0);
  if (kind === null || weight === 0) return 0;
  // Nobody mutes whom they do not know for a troll.
  if (kind === 'Mute author' && !said.includes(TROLL.name)) return 0;
  if (kind === 'Unmute' && !isMuteEnough(tally)) return 0;
  const rare = [40, 5, 2][kind === 'Mute author' ? timesMuted(tally) : tally.count(kind)] ?? 1;
  return weight * rare * (isTheirs(who, kind, said) ? 1 : 0.01);
}

/** A mute lasts until somebody saw what it keeps away, and the last one stands to the end. */
function isMuteEnough(tally: Tally): boolean {
  return tally.count('muted post seen') > 0 && tally.count('muted again') === 0;
}

/** Counted anew once he wrote after it had ended. */
function timesMuted(tally: Tally): number {
  return tally.count(tally.count('post after a mute') > 0 ? 'muted again' : 'Mute author');
}

/** What stands last on a card is mostly behind "More…": whoever misses it looks there. */
function isBehindMore(who: StaffName, said: string, tally: Tally): boolean {
  const isLeft = (kinds: readonly Kind[]) => kinds.some((kind) => tally.count(kind) === 0);
  if (said.includes('Sensitive · ') && isLeft(PRIVACY)) return true;
  return who === 'sam' && isLeft([...MUTES, 'muted again']) && said.includes(TROLL.name);
}

function isTheirs(who: StaffName, kind: Kind, said: string): boolean {
  if (MUTES.includes(kind)) return who === 'sam';
  if (PRIVACY.includes(kind)) return true;
  const me = FULL_NAMES[who] ?? '';
  const isAsked = said.includes('asked for you by name');
  if (isAsked && REVIEWERS.includes(kind)) return true;
  if (said.includes('Deliveries') && !['sam', 'thandi'].includes(who)) return false;
  if (REVIEWERS.includes(kind) && ['noor', 'thandi'].includes(who)) return false;
  const author = [...said.matchAll(/"text":" by ([A-Z]\w+ [A-Z]\w+)/g)].at(-1)?.[1];
  if (REVIEWERS.includes(kind)) return author !== me;
  if (kind === 'Withdraw') return who === 'sam' || author === me;
  if (kind === 'Assign') return who === 'sam';
  if (who === 'noor' && TRAINEES.includes(kind)) return false;
  const owner = /\b[wW]ith ([A-Z]\w+ [A-Z]\w+)/.exec(said)?.[1];
  const isFree = owner === undefined || owner === me || OWNERS.includes(kind);
  return isFree || (who === 'sam' && kind !== 'Reply');
}

/** Answers whether something was seen to come of it. */
async function pressOffer(
  player: Player,
  offer: Offer,
  ref: string,
  look: () => string,
): Promise<boolean> {
  const { sight, chance, diary, tally, who } = player;
  const kind = kindOf(offer.label);
  if (kind === null) return false;
  const told = sight.timesTold();
  const before = look();
  const isPlain = PLAIN.includes(kind) || (kind === 'Category' && 'selectedOption' in offer.press);
  if (kind === 'Category' && who === 'sam') diary.relabel(ref);
  if (!isPlain) {
    if (!('viewId' in offer.press)) await sight.closeAll();
    if (!(await pressTimes(player, offer, 1))) return false;
    const outcome = await fillIn(player, kind, ref, offer.said);
    if (outcome === 'taken') {
      tally.did(kind);
      if (kind === 'Mute author' && tally.count('post after a mute') > 0) tally.did('muted again');
      // Nobody takes the next card before this one shows what they did.
      await sight.lookFor(() => look() !== before, SHOWS_MS);
    }
    if (outcome === 'taken' && kind === 'Request changes') await seeStopped(player, offer, ref);
    if (outcome === 'refused' || sight.timesTold() > told) tally.did('refused');
    return outcome === 'taken';
  }
  if (kind === 'Approve') {
    for (const { approvedBy } of diary.about(offer.said)) approvedBy.add(sight.email);
  }
  if (!(await pressTimes(player, offer, chance.happens(0.2) ? 2 : 1))) return false;
  const changed = await sight.lookFor(
    () => look() !== before || sight.timesTold() > told,
    SHOWS_MS,
  );
  // On the Home tab a dialog says no.
  const said = says(sight.staff.top(who) ?? {});
  if (sight.timesTold() > told || (sight.staff.top(who) !== null && !said.includes('Done: '))) {
    tally.did('refused');
    return false;
  }
  if (changed) tally.did(kind);
  if (changed && kind === 'Withdraw') await seeStopped(player, offer, ref);
  return changed;
}

/** Answers whether Heed heard of it. */
async function pressTimes({ sight, tally }: Player, { press }: Offer, times: number) {
  if (times > 1) tally.did('double click');
  const acts = await Promise.all(Array.from({ length: times }, () => sight.act(press)));
  return acts.some(({ ok }) => ok);
}

/** What is seen to be withdrawn or sent back never goes out any more. */
async function seeStopped({ sight, diary }: Player, { said }: Offer, ref: string): Promise<void> {
  const draft = diary.about(said).at(-1);
  if (draft === undefined) return;
  const isStopped = () =>
    sight.cards().some((card) => {
      const stands = says(card.message);
      const isHeld = /Withdrawn by|asks for changes/.test(stands);
      const isReply = !stands.includes('Deletion');
      return card.ref === ref && isHeld && isReply && diary.about(stands).at(-1) === draft;
    });
  if (await sight.lookFor(isStopped, SHOWS_MS)) draft.stopped = true;
}
