import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { privateDeskOf } from '../../src/core/audience.ts';
import { checkDraft } from '../../src/core/guide.ts';
import type { Handbook } from '../../src/core/handbook.ts';
import { route } from '../../src/core/routing.ts';
import { adviceOn } from '../../src/handbook/advice.ts';
import { loadHandbook } from '../../src/handbook/load.ts';
import { findPhoneNumbers } from '../../src/handbook/phone-numbers.ts';

function theExample(): Handbook {
  const file = new URL('../../src/handbook/example.yaml', import.meta.url);
  const loaded = loadHandbook(readFileSync(file, 'utf8'));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.mistakes));
  return loaded.handbook;
}

const handbook = theExample();

describe('the example handbook sends', () => {
  test.each([
    ['My parcel arrived broken and nobody answers the phone.', 'care', 'complaint'],
    ['I want a refund for this parcel.', 'care', 'complaint'],
    ['Your courier left it in the rain', 'deliveries', 'complaint'],
    ['Delivery is a week late!', 'deliveries', 'complaint'],
    ['Where is my order?', 'deliveries', 'complaint'],
    ['Do you deliver to Durban?', 'deliveries', null],
    ['Thank you, Acme', 'care', 'praise'],
    ['How much is the blue vase?', 'care', 'question'],
    ['You should sell it in green', 'care', 'suggestion'],
    ['Saw your shop today', 'care', null],
  ])('%s', (text, department, category) => {
    const message = { text, source: 'website', network: 'webhook', kind: 'comment' };
    expect(route({ ...message, language: null, authorHandle: 'lerato' }, handbook)).toMatchObject({
      department,
      category,
    });
  });
});

test('the example handbook keeps what is about us as an employer in a private channel', () => {
  const message = { source: 'website', network: 'webhook', kind: 'comment', language: null };
  const said = (text: string) => route({ ...message, text, authorHandle: 'lerato' }, handbook);
  expect(said('Your employee harassed me in the shop.')).toMatchObject({ sensitive: true });
  expect(said('My parcel arrived broken.')).toMatchObject({ sensitive: false });
  expect(privateDeskOf(handbook, 'care')?.channel.slack).toBe('people-private');
});

test('the example handbook has deadlines of minutes, by day and by night', () => {
  const MINUTE = 60_000;
  const { departments, categories, sla } = handbook;
  expect(departments.map(({ hours }) => hours)).toEqual(['always', 'always']);
  expect(sla.targets).toEqual({
    ...{ first_reply_time: 3 * MINUTE, next_reply_time: 3 * MINUTE },
    ...{ periodic_update_time: 5 * MINUTE, review_time: 2 * MINUTE },
  });
  const own = categories.filter(({ hours, targets }) => hours ?? targets.first_reply_time);
  expect(own.map(({ id }) => id)).toEqual(['suggestion']);
  expect(sla.warnAt).toEqual([0.5, 0.8]);
  expect(adviceOn(handbook, Date.UTC(2026, 10, 22))).toEqual([]);
});

describe('the example handbook finds in a draft', () => {
  test.each([
    ['Sorry, Lerato. We are looking into it and will write here today. SN', []],
    ['We guarantee it arrives by tomorrow.', ['promises: guarantee, by tomorrow']],
    [
      'Calm down. As per policy, buy the upgrade.',
      ['avoid: Calm down, As per policy', 'selling: buy, upgrade'],
    ],
    [
      'Obviously, you can reach us at care@acme.example or 0800 123 456.',
      ['superiority: Obviously'],
    ],
    ['Call Sam on 082 555 1234.', ['personal_data: 082 555 1234']],
  ])('%s', (text, expected) => {
    const findings = checkDraft(text, { handbook, replyLength: 1000, findPhoneNumbers });
    expect(findings.map(({ rule, words }) => `${rule}: ${words.join(', ')}`)).toEqual(expected);
  });
});
