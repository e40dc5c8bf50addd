import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findWords, hasAnyWord, isBlank } from '../../src/core/words.ts';

function found(text: string, ...entries: string[]): string[] {
  return findWords(text, entries).map(({ start, end }) => text.slice(start, end));
}

/** Characters that show nothing: zero-width ones, joiners, bidi controls, soft hyphens. */
const INVISIBLE = [
  '\u200B',
  '\u200C',
  '\u200D',
  '\u200E',
  '\u200F',
  '\u202A',
  '\u202B',
  '\u202C',
  '\u202D',
  '\u202E',
  '\u2060',
  '\u2066',
  '\u2067',
  '\u2068',
  '\u2069',
  '\uFEFF',
  '\u00AD',
  '\u034F',
  '\u061C',
  '\uFE0F',
  '\u{E0061}',
  '\u0000',
];

describe('a listed word is found', () => {
  test.each([
    ['in any case', 'We GUARANTEE it', 'guarantee', ['GUARANTEE']],
    ['at both ends of the text', 'buy, then buy', 'buy', ['buy', 'buy']],
    ['as a phrase over a line break', 'by \n\t tomorrow', 'by tomorrow', ['by \n\t tomorrow']],
    ['as a phrase over a no-break space', 'by\u00A0tomorrow', 'by tomorrow', ['by\u00A0tomorrow']],
    ['with a typographic apostrophe', 'We don’t', "don't", ['don’t']],
    ['with a straight apostrophe where the list has the other', "We don't", 'don’t', ["don't"]],
    ['with its accent composed or not', 'cafe\u0301', 'caf\u00E9', ['cafe\u0301']],
    ['in full-width letters', 'ｂｕｙ now', 'buy', ['ｂｕｙ']],
    ['with ß as ss', 'GROSSE Freude', 'große', ['GROSSE']],
    [
      'in Greek, with either sigma',
      'ΛΟΓΟΣ',
      'λόγος'.normalize('NFD').replace(/\p{M}/gu, ''),
      ['ΛΟΓΟΣ'],
    ],
    ['in Cyrillic', 'Мы Обещаем вам', 'обещаем', ['Обещаем']],
    ['in a script without spaces', '我们保证明天到', '保证', ['保证']],
    ['behind a hash sign and before an underscore', '#discount_now', 'discount', ['discount']],
    ['beside digits', 'buy1get1', 'buy', ['buy']],
    ['with digits and signs of its own', 'a 100% sure', '100%', ['100%']],
    ['behind an accent that stands alone', '¨promise ≠promise', 'promise', ['promise', 'promise']],
  ])('%s', (_, text, entry, expected) => {
    expect(found(text, entry)).toEqual(expected);
  });

  test('whatever stands around it that is no letter', () => {
    const sign = fc
      .integer({ min: 0, max: 0x10ffff })
      .map((code) => String.fromCodePoint(code))
      .filter((character) => !/[\p{L}\p{M}]/u.test(character))
      // Ⓐ is no letter by itself, and is read as one.
      .filter((character) => !/\p{L}/u.test(character.normalize('NFKD')));
    const noLetters = fc.string({ unit: sign });
    fc.assert(
      fc.property(noLetters, noLetters, (before, after) => {
        expect(hasAnyWord(`${before}promise${after}`, ['promise'])).toBe(true);
      }),
    );
  });

  test('whatever invisible characters are put into it', () => {
    const hidden = fc.array(fc.constantFrom(...INVISIBLE), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(hidden, { minLength: 7, maxLength: 7 }), (gaps) => {
        const word = [...'promise']
          .map((letter, at) => letter + (gaps[at] ?? []).join(''))
          .join('');
        const text = `We ${word} it`;
        const [span] = findWords(text, ['promise']);
        expect(span).toBeDefined();
        expect(text.slice(span?.start, span?.end).replace(/\P{ASCII}|\0/gu, '')).toBe('promise');
      }),
    );
  });
});

describe('a listed word is not found', () => {
  test.each([
    ['inside another word', 'a guaranteed buyer', 'guarantee', []],
    ['at the end of another word', 'we compromise', 'promise', []],
    ['before a combining accent', 'cafe\u0301', 'cafe', []],
    ['inside another number', 'in 240 hours', '24', []],
    ['when it is a phrase with a word between', 'by late tomorrow', 'by tomorrow', []],
  ])('%s', (_, text, entry, expected) => {
    expect(found(text, entry)).toEqual(expected);
  });

  test('never, when it does not stand in the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abc d1.’\u200D\n') }), (text) => {
        expect(hasAnyWord(text, ['xylophone', 'x*'])).toBe(false);
      }),
    );
  });
});

describe('an entry that ends in *', () => {
  test('finds every word that begins so, whole', () => {
    const text = 'Guaranteed: our guarantee, no guarantor.';
    expect(found(text, 'guarantee*')).toEqual(['Guaranteed', 'guarantee']);
  });

  test('does not find it in the middle of a word', () => {
    expect(found('unpromising', 'promis*')).toEqual([]);
  });

  test('ends a phrase', () => {
    expect(found('Get your money backed up', 'money back*')).toEqual(['money backed']);
  });
});

describe('a text is blank', () => {
  test.each([[''], [' \n\t'], ['\u00A0\u3000'], [INVISIBLE.join('')], ['\u2800 \u3164']])(
    '%j',
    (text) => {
      expect(isBlank(text)).toBe(true);
    },
  );

  test('not when it shows a single sign', () => {
    expect(isBlank(' \u200D.\u200D ')).toBe(false);
    expect(isBlank('👍')).toBe(false);
  });
});
