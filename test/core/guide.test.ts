import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDraft, countGraphemes, type Finding } from '../../src/core/guide.ts';
import type { StyleRule } from '../../src/core/handbook.ts';
import { findPhoneNumbers } from '../../src/handbook/phone-numbers.ts';

const STYLE: StyleRule[] = [
  { id: 'avoid', severity: 'warning', words: ['calm down', 'as per policy'], sayInstead: null },
  {
    id: 'promises',
    severity: 'error',
    words: ['guarantee*', 'full refund', 'refund'],
    sayInstead: 'we are looking into it',
  },
  { id: 'selling', severity: 'warning', words: ['upgrade', 'buy'], sayInstead: null },
  { id: 'superiority', severity: 'warning', words: ['obviously'], sayInstead: null },
];
const OWN = ['care@acme.example', '0800 123 456'];

function check(text: string, replyLength = 3000): readonly Finding[] {
  const handbook = { style: STYLE, ownContacts: OWN, countries: ['ZA'] };
  return checkDraft(text, { handbook, replyLength, findPhoneNumbers });
}

test('a draft that breaks no rule has no findings', () => {
  expect(check('Sorry, Lerato. We are looking into it and will write here today. SN')).toEqual([]);
});

test('a draft of spaces and invisible characters is empty and nothing else', () => {
  expect(check(' \u200B\n\u2060')).toMatchObject([{ rule: 'empty', severity: 'error', words: [] }]);
});

test('a finding names its rule and the words as they stand, and says what to say instead', () => {
  expect(check('We GUARANTEED a Full  Refund.')).toEqual([
    {
      rule: 'promises',
      severity: 'error',
      words: ['GUARANTEED', 'Full  Refund'],
      sentence:
        'Promises: "GUARANTEED", "Full  Refund". Take them out. Say instead: "we are looking into it"',
      id: expect.stringMatching(/^promises-[0-9a-z]{1,7}$/u),
    },
  ]);
});

test('each rule that is broken is one finding, errors first', () => {
  const rules = check('Obviously, calm down and buy an upgrade: we guarantee it.');
  expect(rules.map(({ rule, severity, words }) => [rule, severity, words])).toEqual([
    ['promises', 'error', ['guarantee']],
    ['avoid', 'warning', ['calm down']],
    ['selling', 'warning', ['buy', 'upgrade']],
    ['superiority', 'warning', ['Obviously']],
  ]);
});

test('a word that stands twice is named once, a word inside a listed phrase not by itself', () => {
  expect(check('Buy, buy!')[0]?.words).toEqual(['Buy']);
  expect(check('A full refund')[0]?.words).toEqual(['full refund']);
});

test('a sentence shows no invisible characters of the draft', () => {
  const [finding] = check('Please b\u202Eu\u200By it');
  expect(finding?.words).toEqual(['b\u202Eu\u200By']);
  expect(finding?.sentence).toContain('"buy"');
});

describe('the id of a finding', () => {
  test('stays the same for the same draft', () => {
    expect(check('buy an upgrade')).toEqual(check('buy an upgrade'));
  });

  test('differs when the words differ, so that no old tick accepts new words', () => {
    expect(check('buy it')[0]?.id).not.toBe(check('buy the upgrade')[0]?.id);
  });

  test('differs between the rules of one draft', () => {
    const ids = check('Obviously, calm down and buy.').map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
  });
});

describe('length', () => {
  test('counts what a person counts', () => {
    expect(countGraphemes('👩‍👩‍👧‍👦🇿🇦e\u0301')).toBe(3);
  });

  test('may reach the limit of the network', () => {
    expect(check('👩‍👩‍👧‍👦'.repeat(280), 280)).toEqual([]);
  });

  test('beyond the limit is an error that says by how much', () => {
    expect(check('a'.repeat(3120))).toMatchObject([
      {
        rule: 'too_long',
        severity: 'error',
        sentence: 'Too long: 3,120 characters, and 3,000 fit here. Shorten it by 120.',
      },
    ]);
  });

  test('is counted right for any text', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'é', '👍🏽', '🇿🇦', 'ก็', ' ')), (graphemes) => {
        expect(countGraphemes(graphemes.map((one) => `${one}|`).join(''))).toBe(
          graphemes.length * 2,
        );
      }),
    );
  });
});

describe('personal data in a public reply is an error', () => {
  test.each([
    [
      'an e-mail address',
      'Write to lerato.m+x@mail.example.co.za.',
      'lerato.m+x@mail.example.co.za',
    ],
    ['an address with letters of any script', 'Léa@münchen.example', 'Léa@münchen.example'],
    ['an international number', 'Call +27 82 555 1234 now', '+27 82 555 1234'],
    ['a number of another country', 'Call +1 (415) 555-2671', '+1 (415) 555-2671'],
    ['a number behind two zeros', '0044 20 7946 0958', '0044 20 7946 0958'],
    ['a local number in one piece', 'phone:0825551234,', '0825551234'],
    ['a local number with spaces', 'call 082 555 1234', '082 555 1234'],
    ['a local number with dashes', '082-555-1234!', '082-555-1234'],
    ['a local number with typographic dashes', '082–555–1234', '082–555–1234'],
    ['a local number with brackets', '(082) 555-1234', '(082) 555-1234'],
    ['a number after another one', 'order 1042 082 555 1234', '082 555 1234'],
    ['a number in a link', 'https://wa.me/27825551234', '27825551234'],
    ['a number in full-width digits', '０８２５５５１２３４', '０８２５５５１２３４'],
    ['a number in Arabic digits', '٠٨٢٥٥٥١٢٣٤', '٠٨٢٥٥٥١٢٣٤'],
    ['a number with hidden characters', '082\u200B555\u20601234', '082\u200B555\u20601234'],
    ['a card number with spaces', 'card 4111 1111 1111 1111', '4111 1111 1111 1111'],
    ['a card number with dashes', '4111-1111-1111-1111', '4111-1111-1111-1111'],
    ['a card number in one piece', '5555555555554444', '5555555555554444'],
    ['an American Express number', '3782 822463 10005', '3782 822463 10005'],
    ['a card number after another number', 'order 5 4111 1111 1111 1111', '4111 1111 1111 1111'],
    ['an identity number', 'ID 8001015009087', '8001015009087'],
  ])('%s', (_, text, word) => {
    const [finding] = check(text);
    expect(finding).toMatchObject({ rule: 'personal_data', severity: 'error', words: [word] });
    expect(finding?.sentence).toContain('take it offline');
  });

  test('and all of it is named, in the order of the draft', () => {
    const [finding] = check('082 555 1234 or a@b.example, card 4111 1111 1111 1111');
    expect(finding?.words).toEqual(['082 555 1234', 'a@b.example', '4111 1111 1111 1111']);
  });
});

describe('what only looks like personal data is left alone', () => {
  test.each([
    ['an order number', 'Your order 1042 is on its way'],
    ['a long order number', 'Your order 1234567890'],
    ['order numbers in a row', 'Orders 1042 1050 1061'],
    ['a tracking code', 'Tracking RA123456785ZA and 0825551234X'],
    ['a price', 'It costs R1,299.00, not R 1 299 000.00 or €1.299,00'],
    ['an amount', '10 000 000 people'],
    ['a share', '100% or 12.5 %'],
    ['a date', 'On 2026-11-21 or 21/11/2026 at 08:15'],
    ['years', 'From 2019-2024'],
    ['opening hours', 'Open 08:00-17:00'],
    ['a standard', 'ISO 9001 14001'],
    ['a number that fails the check of cards', '4111 1111 1111 1112'],
    ['a handle', 'Thanks @lerato and @lerato@mastodon.example'],
    ['our own address', 'Write to Care@Acme.example'],
    ['our own number', 'Call 0800 123 456'],
    ['our own number, written otherwise', 'Call +27 800 123456 or (0800) 123-456'],
  ])('%s', (_, text) => {
    expect(check(text)).toEqual([]);
  });

  test('nobody else profits from what we allow for ourselves', () => {
    expect(check('care@acme.example.org, 0800 123 457')[0]?.words).toEqual([
      'care@acme.example.org',
      '0800 123 457',
    ]);
  });
});
