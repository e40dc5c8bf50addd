/** What customers and staff do with one mention in Teams, from its post to its end. */
import type { Who } from '../support/teams-staff.ts';
import { textsIn } from '../surfaces/teams/looking.ts';
import type { TeamsHand } from './teams-hand.ts';
import type { TeamsSite } from './teams-site.ts';

interface Lane {
  readonly author: Who;
  readonly reviewer: Who;
  /** Takes over what the author gives back. */
  readonly heir: Who;
}

const LANES: readonly Lane[] = [
  { author: 'thandi', reviewer: 'sam', heir: 'zanele' },
  { author: 'sam', reviewer: 'zanele', heir: 'thandi' },
  { author: 'zanele', reviewer: 'sam', heir: 'thandi' },
];

const NAMES: Readonly<Record<Who, string>> = {
  thandi: 'Thandi Nkosi',
  sam: 'Sam Botha',
  zanele: 'Zanele Khumalo',
  robin: 'Robin',
};

/** Works in every lane, one mention after the other, until it is enough; then ends what it began. */
export async function workInTeams(
  teams: TeamsSite,
  hand: TeamsHand,
  isEnough: () => boolean,
): Promise<number> {
  let played = 0;
  const lanes = [...LANES, ...LANES].map(async (lane, index) => {
    for (let turn = index; !isEnough(); turn += LANES.length * 2) {
      played += 1;
      await play(teams, hand, lane, played, `(${lane.author} ${turn})`);
    }
  });
  await Promise.all(lanes);
  return played;
}

async function play(
  { site: { sandbox } }: TeamsSite,
  hand: TeamsHand,
  { author, reviewer, heir }: Lane,
  n: number,
  tag: string,
): Promise<void> {
  const customer = `u-${1 + (n % 5)}`;
  sandbox.square.post({ customer, postId: 'black-friday', text: `It arrived broken. ${tag}` });
  await hand.reach(`a card for ${tag}`, () => hand.card(tag) !== null, nothing);
  await claim(hand, author, tag);
  const isHandedOn = n % 3 === 1;
  if (isHandedOn) {
    await hand.reach(
      `${tag} given back`,
      () => !hand.standing(tag).includes('with '),
      () => hand.press(author, tag, 'Release'),
    );
    await claim(hand, heir, tag);
  }
  const owner = isHandedOn ? heir : author;
  if (n % 4 === 3) return dismiss(hand, owner, tag);
  if (n % 2 === 0) await writeNote(hand, owner, tag);
  if (n % 3 !== 1) await hand.ask(author, 'mine');
  const approver = owner === reviewer ? author : reviewer;
  await answer(sandbox, hand, owner, approver === owner ? 'sam' : approver, tag);
}

async function claim(hand: TeamsHand, who: Who, tag: string): Promise<void> {
  await hand.reach(
    `${who} having ${tag}`,
    () => hand.standing(tag).includes(`with ${NAMES[who]}`),
    () => hand.press(who, tag, 'Claim'),
  );
}

async function dismiss(hand: TeamsHand, who: Who, tag: string): Promise<void> {
  await hand.reach(
    `${tag} dismissed`,
    () => hand.standing(tag).includes('dismissed'),
    () =>
      hand.fillIn(who, tag, { label: 'Dismiss', fields: { choice: 'spam' }, submit: 'Dismiss' }),
  );
}

/** A thread whose card came to stand once more is nobody's: whoever sees no note writes again. */
async function writeNote(hand: TeamsHand, who: Who, tag: string): Promise<void> {
  let tries = 0;
  await hand.reach(
    `a note on ${tag}`,
    () => / notes? in the thread/.test(textsIn(hand.card(tag)?.card)),
    async () => {
      tries += 1;
      await hand.note(who, tag, `She rang us too, ${tries}. ${tag}`);
    },
  );
}

/** Until the reply stands in the square and the card says so. */
async function answer(
  { square }: TeamsSite['site']['sandbox'],
  hand: TeamsHand,
  owner: Who,
  approver: Who,
  tag: string,
): Promise<void> {
  const text = `Sorry, we are sending you a new one. ${tag}`;
  const isOut = () =>
    square.posts.some(({ customer, text: said }) => customer === null && said.startsWith(text));
  let tries = 0;
  await hand.reach(`"${text}" in the square`, isOut, async () => {
    if (hand.standing(tag).includes('in review')) {
      await hand.pressRequest(approver, text, 'Approve');
    } else if (hand.standing(tag).includes('with ')) {
      tries += 1;
      const fields = { text: `${text} Version ${tries}.`, after: 'waits' };
      await hand.fillIn(owner, tag, { label: 'Reply', fields, submit: 'Submit for review' });
    }
  });
  await hand.reach(`${tag} answered`, () => hand.standing(tag).includes('answered'), nothing);
}

async function nothing(): Promise<void> {}
