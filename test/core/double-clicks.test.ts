import { expect, test } from 'vitest';
import { PEOPLE } from '../support/cast.ts';
import { aPlay } from '../support/play.ts';

const link = 'https://acme.example/elsewhere';

test.each([
  ['claim', 'unclaimed', 'lena', { type: 'claim' }],
  ['release', 'claimed', 'sam', { type: 'release' }],
  ['assign', 'claimed', 'lena', { type: 'assign', to: PEOPLE.ana.email }],
  ['transfer', 'claimed', 'sam', { type: 'transfer', department: 'deliveries' }],
  ['category', 'claimed', 'sam', { type: 'category', category: 'legal' }],
  ['withdraw', 'scheduled', 'sam', { type: 'withdraw' }],
  ['say_sent', 'unsure', 'sam', { type: 'say_sent', link }],
  ['say_not_sent', 'unsure', 'sam', { type: 'say_not_sent' }],
  ['answered_elsewhere', 'claimed', 'sam', { type: 'answered_elsewhere', link }],
  ['resolve', 'answered', 'sam', { type: 'resolve', outcome: 'solved' }],
  ['dismiss', 'claimed', 'sam', { type: 'dismiss', reason: 'spam' }],
  ['reopen', 'dismissed', 'sam', { type: 'reopen' }],
] as const)('a second %s succeeds with no events', (_name, status, who, command) => {
  const play = aPlay({ status }).does(who, command);
  const { mention } = play;
  expect(play.attempts(who, command)).toMatchObject({ ok: true, events: [] });
  expect(play.mention).toBe(mention);
});

test('a second Submit of the same text succeeds with no events', () => {
  const play = aPlay({ status: 'claimed' });
  const submit = { type: 'submit', text: ' Sorry. \n', seen: play.seen, ticked: [] } as const;
  play.does('sam', submit);
  expect(play.tries('sam', submit)).toMatchObject({ ok: true, events: [] });
});

test('a second Submit with another text is refused and not swallowed', () => {
  const play = aPlay({ status: 'claimed' });
  const { seen } = play;
  const submit = { type: 'submit', text: 'Sorry.', seen, ticked: [] } as const;
  play.does('sam', submit);
  const other = play.tries('sam', { ...submit, text: 'So sorry.' });
  expect(other).toMatchObject({ refusal: { code: 'stale' } });
});

test('a second Edit and approve of the same text succeeds with no events', () => {
  const play = aPlay({ status: 'in_review' });
  const { seen } = play;
  const edit = { type: 'edit_and_approve', text: 'Better. ', seen, ticked: [] } as const;
  play.does('rita', edit);
  expect(play.tries('rita', edit)).toMatchObject({ ok: true, events: [] });
  expect(play.tries('rita', { ...edit, text: 'Best.' })).toMatchObject({ ok: false });
});

test('a second request for changes with another reason is refused and not swallowed', () => {
  const play = aPlay({ status: 'in_review' });
  const changes = { type: 'request_changes', seen: play.seen, reason: 'Say sorry.' } as const;
  play.does('rita', changes);
  expect(play.tries('rita', changes)).toMatchObject({ ok: true, events: [] });
  expect(play.tries('rita', { ...changes, reason: 'And when.' })).toMatchObject({ ok: false });
});

test('ending it once more in another way is refused and not swallowed', () => {
  const resolved = aPlay({ status: 'answered' });
  resolved.does('sam', { type: 'resolve', outcome: 'solved' });
  const explained = { type: 'resolve', outcome: 'explained' } as const;
  expect(resolved.tries('sam', explained)).toMatchObject({ ok: false });
  const dismissed = aPlay({ status: 'claimed' }).does('sam', { type: 'dismiss', reason: 'spam' });
  const ours = { type: 'dismiss', reason: 'not about us' } as const;
  expect(dismissed.tries('sam', ours)).toMatchObject({ ok: false });
});

test('doing it again after something else happened is a new act', () => {
  const play = aPlay().does('sam', { type: 'claim' }).does('sam', { type: 'release' });
  play.does('sam', { type: 'claim' });
  expect(play.status).toBe('claimed');
});

test('claiming what one has already succeeds with no events', () => {
  const play = aPlay({ status: 'claimed' });
  play.does('sam', { type: 'save_draft', text: 'Sorry' });
  expect(play.tries('sam', { type: 'claim' })).toMatchObject({ ok: true, events: [] });
  expect(play.tries('ana', { type: 'claim' })).toMatchObject({ refusal: { code: 'not_now' } });
});
