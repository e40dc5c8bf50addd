/** Each row of the table of states, as somebody who may would give it when they look at the mention. */
import type { Actor, Command } from '../../src/core/commands.ts';
import { aPost, HEED, type Name, NOON, WEBSITE } from './cast.ts';
import type { Play } from './play.ts';

/** Somebody who would be allowed to, with the command as it would come. */
interface Try {
  readonly who: Name | Actor;
  readonly command: Command;
}

export interface Scene {
  readonly play: Play;
  readonly tries: (play: Play) => readonly Try[];
}

export type Tries = Scene['tries'];

const link = 'https://acme.example/elsewhere';
export const reply = { text: 'We will look into it today.', ticked: [] };

export const by =
  (who: Name | Actor, ...commands: ((play: Play) => Command)[]): Tries =>
  (play) =>
    commands.map((command) => ({ who, command: command(play) }));

export const begin =
  (able: boolean) =>
  ({ version }: Play): Command => ({ type: 'begin_publishing', version, able });

export const sent = ({ version }: Play): Command => ({
  type: 'sent',
  version,
  externalId: 'r-1',
  link: 'https://acme.example/posts/r-1',
});

const notSent =
  (because: (Command & { type: 'not_sent' })['because']) =>
  ({ version }: Play): Command => ({ type: 'not_sent', version, because });

export const refusedForGood = notSent({ type: 'refused', reason: 'no replies here' });
export const postponed = notSent({ type: 'postponed', until: NOON + 3_600_000 });
export const unknown = notSent({ type: 'unknown' });

export const category = (id: string) => (): Command => ({ type: 'category', category: id });
const submit = ({ seen }: Play): Command => ({ type: 'submit', ...reply, seen });
export const correct = ({ seen }: Play): Command => ({ type: 'correct', ...reply, seen });
export const remove = ({ seen }: Play): Command => ({ type: 'delete', seen, reason: '' });
const muting = ({ now }: Play): Command => ({
  type: 'mute',
  reason: 'He insults everybody.',
  until: now + 86_400_000,
});
const sentOrSaid: Tries = (play) => [
  { who: HEED, command: sent(play) },
  { who: 'sam', command: { type: 'say_sent', link } },
  { who: 'lena', command: { type: 'say_sent', link: null } },
];

const SAM = 'sam@acme.example';

export const USUAL: Readonly<Record<string, Tries>> = {
  claim: by('lena', () => ({ type: 'claim' })),
  release: by('lena', () => ({ type: 'release' })),
  assign: by('lena', () => ({ type: 'assign', to: 'ana@acme.example' })),
  transfer: by('lena', () => ({ type: 'transfer', department: 'deliveries' })),
  category: by('lena', category('question')),
  escalate: by('sam', () => ({ type: 'escalate', reason: 'He is a lawyer.' })),
  snooze: by('ana', () => ({ type: 'snooze' })),
  'save draft': by('sam', () => ({ type: 'save_draft', text: 'We are' })),
  'submit, edit': by('sam', submit),
  'edit and approve': by('rita', ({ seen }) => ({ type: 'edit_and_approve', ...reply, seen })),
  approve: by('lena', ({ seen }) => ({ type: 'approve', seen })),
  'request changes': by('rita', ({ seen }) => ({ type: 'request_changes', seen, reason: 'No.' })),
  withdraw: (play) => [
    { who: 'sam', command: { type: 'withdraw' } },
    ...by('lena', () => ({ type: 'withdraw' }))(play),
  ],
  'begin publishing': by(HEED, begin(true), begin(false)),
  sent: sentOrSaid,
  'not sent': (play) => [
    ...by(HEED, refusedForGood, postponed, unknown)(play),
    { who: 'sam', command: { type: 'say_not_sent' } },
    { who: 'lena', command: { type: 'say_not_sent' } },
  ],
  'retry a refused version': by('lena', ({ seen }) => ({ type: 'retry', seen })),
  'answered elsewhere': by('lena', () => ({ type: 'answered_elsewhere', link })),
  resolve: (play) => [
    ...by('adam', () => ({ type: 'resolve', outcome: 'solved' }))(play),
    ...(play.status === 'answered' ? [] : by('adam', () => ({ type: 'thanks_close' }))(play)),
  ],
  dismiss: by('adam', () => ({ type: 'dismiss', reason: 'spam' })),
  reopen: by('lena', () => ({ type: 'reopen' })),
  'touch base': by('tumi', () => ({ type: 'touch_base' })),
  'drop the follow-up': by('tumi', () => ({ type: 'drop_follow_up' })),
  'correct or delete our reply': by('lena', correct, remove),
  'customer writes again': by(WEBSITE, ({ now }) => ({
    type: 'receive',
    post: aPost({ externalId: 'c-2', parentId: 'c-1', text: 'Hello?', postedAt: now }),
  })),
  'make sensitive': by('tumi', () => ({ type: 'make_sensitive' })),
  'make ordinary': by('rita', () => ({ type: 'make_ordinary' })),
  'post edited or deleted': by(
    WEBSITE,
    ({ now }) => ({
      type: 'edit_post',
      externalId: 'c-1',
      text: 'It broke.',
      attachments: [],
      editedAt: now,
    }),
    () => ({ type: 'delete_post', externalId: 'c-1' }),
  ),
  restore: by('lena', () => ({ type: 'restore' })),
  mute: by('lena', muting),
  unmute: (play) => {
    if (play.status !== 'logged') play.does('lena', muting(play));
    return by('adam', () => ({ type: 'unmute' }))(play);
  },
  'owner left the handbook': by(HEED, () => ({ type: 'owner_left' })),
  'owner gone from the surface': by(HEED, () => ({ type: 'owner_gone', owner: SAM })),
  'asked left the handbook': by(HEED, () => ({ type: 'asked_left' })),
  tick: by(HEED, () => ({ type: 'tick' })),
  note: (play) => {
    const note = { note: 'n-1', text: 'She rang us too.' };
    const { now } = play;
    play.does('ana', { type: 'note', ...note, at: now, editedAt: null });
    return [
      ...by('tumi', () => ({ type: 'note', ...note, note: 'n-2', at: now, editedAt: null }))(play),
      ...by('ana', () => ({ type: 'note', ...note, at: now, editedAt: now + 1 }))(play),
      ...by(HEED, () => ({ type: 'edit_note', ...note, editedAt: now + 1 }))(play),
      ...by(HEED, () => ({ type: 'delete_note', note: 'n-1', by: 'ana@acme.example' }))(play),
    ];
  },
};
