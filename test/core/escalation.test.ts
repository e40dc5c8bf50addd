/** Calling the department's key contacts, one after the other. */
import { expect, test } from 'vitest';
import { cardOf } from '../../src/core/card.ts';
import { storyOf } from '../../src/core/story.ts';
import { PEOPLE } from '../support/cast.ts';
import { aPlay, type Play } from '../support/play.ts';

const escalate = (reason: string) => ({ type: 'escalate', reason }) as const;

function refusalOf(play: Play, who: Parameters<Play['tries']>[0], reason = 'Please look.'): string {
  const decision = play.tries(who, escalate(reason));
  return decision.ok ? 'accepted' : decision.refusal.sentence;
}

const escalationOf = ({ mention, words, handbook }: Play) =>
  cardOf(mention, words, handbook).escalation;

test('the first key contact is called, with who calls and why', () => {
  const play = aPlay({ status: 'claimed' }).does('tumi', escalate('  He is a lawyer. '));
  expect(play.status).toBe('claimed');
  expect(escalationOf(play)).toMatchObject({ to: 'Lena', by: 'Tumi', reason: 'He is a lawyer.' });
  expect(play.effects).toContainEqual(
    expect.objectContaining({ type: 'call_contact', recipient: PEOPLE.lena.email }),
  );
});

test('the next press calls the next contact, and settles the call before', () => {
  const play = aPlay().does('sam', escalate('Nobody is here.'));
  const first = play.mention.escalation?.reason;
  play.does('sam', escalate('Still nobody.'));
  expect(escalationOf(play)).toMatchObject({ to: 'Adam', reason: 'Still nobody.' });
  expect(play.effects).toContainEqual(
    expect.objectContaining({ type: 'settle_call', reason: first }),
  );
});

test('a double click calls one contact', () => {
  const play = aPlay().does('sam', escalate('Nobody is here.'));
  expect(play.tries('sam', escalate('Nobody is here.'))).toMatchObject({ ok: true, events: [] });
});

test('whoever is a contact calls the one above', () => {
  expect(escalationOf(aPlay().does('lena', escalate('Too big for me.')))).toMatchObject({
    to: 'Adam',
  });
});

test('at the top of the ladder the sentence names whom to speak to', () => {
  const play = aPlay().does('sam', escalate('One.')).does('sam', escalate('Two.'));
  expect(refusalOf(play, 'sam')).toBe(
    'Adam was called, and nobody stands above in Care. Speak to Adam directly.',
  );
});

test('a department without key contacts says whom to ask', () => {
  const play = aPlay({ department: 'deliveries' });
  expect(refusalOf(play, 'dora')).toBe(
    'The handbook names no key contacts of Deliveries. Ask an admin to add some.',
  );
});

test('a reason of spaces is asked for again', () => {
  expect(refusalOf(aPlay(), 'sam', ' \n ')).toBe(
    'Say why, so that they know what is needed of them.',
  );
});

test.each([
  ['an answer', (play: Play) => play.submits('sam').approves('rita').begins().sends()],
  ['a transfer', (play: Play) => play.does('sam', { type: 'transfer', department: 'deliveries' })],
  [
    'an answer given elsewhere',
    (play: Play) =>
      play.does('sam', { type: 'answered_elsewhere', link: 'https://acme.example/a' }),
  ],
  ['a dismissal', (play: Play) => play.does('sam', { type: 'dismiss', reason: 'spam' })],
])('%s ends it, and the ladder begins anew', (_, end) => {
  const play = end(aPlay({ status: 'claimed' }).does('sam', escalate('He is a lawyer.')));
  expect(play.mention.escalation).toBeNull();
  expect(escalationOf(play)).toBeNull();
});

test('the thread names the contact, so that they are notified, and quotes no reason', () => {
  const play = aPlay().does('sam', escalate('He is a lawyer.'));
  const line = storyOf(play.history, play.handbook).at(-1);
  expect(line?.parts).toEqual([
    { type: 'text', text: 'Sam escalated this to ' },
    { type: 'nudge', email: PEOPLE.lena.email, name: 'Lena' },
    { type: 'text', text: '. The card says why.' },
  ]);
});
