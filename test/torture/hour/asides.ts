/** What the staff do beside the cards: notes, the Home tab, commands, tracking what they found. */
import type { Sandbox } from '../../../src/sandbox/index.ts';
import { STAFF } from '../../support/staff.ts';
import { aLink, type Player } from './dialogs.ts';
import type { Kind } from './tally.ts';

const ANSWERS_MS = 2_500;

/** How much somebody is drawn to each; the rarer the more. */
const ASIDES = {
  note: 3,
  'note edited': 1,
  'note deleted': 0.7,
  'Home opened': 2,
  list: 1,
  'log read': 0.5,
  Restore: 0.5,
  'track by command': 0.2,
  'track by shortcut': 0.2,
  pause: 0.3,
} as const satisfies Partial<Record<Kind, number>>;
type Aside = keyof typeof ASIDES;

const NAMES: readonly Aside[] = [
  ...(['note', 'note edited', 'note deleted', 'Home opened', 'list', 'log read'] as const),
  ...(['track by command', 'track by shortcut', 'pause', 'Restore'] as const),
];

/** What only a lead may do. */
const LEADS: readonly Aside[] = ['pause', 'Restore'];

/** How much somebody leaves the cards for these: more while there is something that nobody did. */
export function urgeAside(player: Player): number {
  return namesFor(player).some((name) => isLeft(player, name)) ? 5 : 2;
}

function namesFor({ who }: Player): readonly Aside[] {
  return NAMES.filter((name) => !LEADS.includes(name) || who === 'sam');
}

/** That somebody who is muted wrote on is to be seen, too. */
function isLeft({ tally }: Player, name: Aside): boolean {
  const isAwaited = tally.count('post while muted') > 0 && tally.count('muted post seen') === 0;
  return tally.count(name) === 0 || (name === 'log read' && isAwaited);
}

export async function aside(sandbox: Sandbox, player: Player): Promise<void> {
  const { chance, tally } = player;
  const rare = (name: Aside) => (isLeft(player, name) ? 20 : 1);
  const what = chance.weigh(
    namesFor(player).map((name) => [name, ASIDES[name] * rare(name)] as const),
  );
  switch (what) {
    case 'note':
      return writeNote(sandbox, player);
    case 'note edited':
    case 'note deleted':
      return changeNote(sandbox, player, what);
    case 'Home opened':
      await openHome(sandbox, player);
      return;
    case 'list':
      if (await command(sandbox, player, chance.pick(['mine', 'queue', 'queue care']))) {
        tally.did('list');
      }
      return;
    case 'track by command':
    case 'track by shortcut':
      return track(sandbox, player, what);
    case 'pause':
      return pauseAndResume(sandbox, player);
    case 'log read':
      await readLog(sandbox, player);
      return;
    case 'Restore':
      return restore(sandbox, player);
    case null:
      return;
    default:
      return what satisfies never;
  }
}

async function readLog(sandbox: Sandbox, player: Player): Promise<boolean> {
  const { sight, tally } = player;
  if (!(await command(sandbox, player, 'logged'))) return false;
  tally.did('log read');
  if (sight.lastTold().includes('the author is muted')) tally.did('muted post seen');
  return true;
}

/** Brings back one of what the log lists; nothing to do where that is empty. */
async function restore(sandbox: Sandbox, player: Player): Promise<void> {
  const { sight, chance, tally } = player;
  if (!(await readLog(sandbox, player))) return;
  const offers = sight.inLastTold().filter(({ label }) => label === 'Restore');
  const offer = chance.weigh(offers.map((one) => [one, 1] as const));
  if (offer === null) return;
  await sight.act(offer.press);
  const isBack = () => sight.lastTold().includes('is back on the desk');
  if (await sight.lookFor(isBack, ANSWERS_MS)) tally.did('Restore');
}

async function writeNote(_sandbox: Sandbox, { who, sight, chance, diary, tally }: Player) {
  const card = chance.weigh(sight.cards().map((one) => [one, 1] as const));
  if (card === null) return;
  const text = diary.mark('she rang us as well.').replace('R', 'N');
  await sight.staff.write(who, card.channel, card.message.ts, text);
  tally.did('note');
}

async function changeNote(
  { workspace }: Sandbox,
  { who, sight, chance, tally }: Player,
  what: 'note edited' | 'note deleted',
): Promise<void> {
  const { id } = workspace.user(STAFF[who]);
  const own = sight.channels.flatMap((channel) =>
    workspace
      .messages(channel)
      .filter((one) => one.user === id && one.threadTs !== undefined && !one.tombstone)
      .map(({ ts, text }) => ({ channel, ts, text })),
  );
  const note = chance.weigh(own.map((one) => [one, 1] as const));
  if (note === null) return;
  if (what === 'note edited') {
    await sight.staff.rewrite(who, note.channel, note.ts, `${note.text} Twice.`);
  } else await sight.staff.takeBack(who, note.channel, note.ts);
  tally.did(what);
}

export async function openHome(
  { workspace }: Sandbox,
  { who, sight, tally }: Player,
): Promise<boolean> {
  const { ok } = await workspace.act({ as: STAFF[who], type: 'home' });
  if (!ok) return false;
  const shows = await sight.lookFor(() => workspace.home(sight.email) !== null, ANSWERS_MS);
  if (shows) tally.did('Home opened');
  return shows;
}

/** Whether it was answered. */
async function command({ workspace }: Sandbox, { sight }: Player, text: string): Promise<boolean> {
  const told = sight.timesTold();
  const channel = workspace.channel('care').id;
  await workspace.act({ as: sight.email, type: 'slash', channel, text: `/heed ${text}` });
  return sight.lookFor(() => sight.timesTold() > told, ANSWERS_MS);
}

async function pauseAndResume(sandbox: Sandbox, player: Player): Promise<void> {
  const { sight, diary, tally, chance } = player;
  await command(sandbox, player, 'pause');
  if (!sight.lastTold().includes('Publishing is paused.')) return;
  diary.pause();
  tally.did('pause');
  await new Promise((resolve) => setTimeout(resolve, chance.between(300, 2_500)));
  await resume(sandbox, player);
}

/** Until Heed says that it goes on. */
export async function resume(sandbox: Sandbox, player: Player): Promise<void> {
  const { sight, diary, tally } = player;
  diary.resume();
  const end = Date.now() + 30_000;
  for (;;) {
    await command(sandbox, player, 'resume');
    const said = sight.lastTold();
    if (said.includes('Publishing goes on')) return tally.did('resume');
    if (said.includes('Publishing is not paused')) return;
    if (Date.now() > end) throw new Error(`publishing cannot be resumed: ${said}`);
  }
}

/** What somebody found elsewhere: no more than a few, as each is one more mention. */
async function track(
  { workspace }: Sandbox,
  { who, sight, diary, tally }: Player,
  how: 'track by command' | 'track by shortcut',
): Promise<void> {
  if (tally.count(how) >= 2) return;
  const link = aLink(diary);
  const channel = workspace.channel('general').id;
  if (how === 'track by command') {
    await workspace.act({ as: sight.email, type: 'slash', channel, text: `/heed add ${link}` });
  } else {
    await workspace.act({ as: sight.email, type: 'message', channel, text: `Look: ${link}` });
    const ts = workspace.messages('general').findLast(({ text }) => text.includes(link))?.ts ?? '';
    const about = { as: sight.email, channel, ts, callbackId: 'track' };
    await workspace.act({ type: 'shortcut', ...about });
  }
  if (!(await sight.lookFor(sight.canFill, ANSWERS_MS))) return;
  await sight.enter('text', diary.mark('They say that it arrived broken.').replace('R', 'F'));
  await sight.enter('author', '@somebody');
  await sight.staff.submit(who);
  if (await sight.lookFor(() => sight.staff.top(who) === null, ANSWERS_MS)) tally.did(how);
}
