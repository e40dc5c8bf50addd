import { expect, test } from 'vitest';
import { clean, cleanLine, fitUnits, inline, shorten, webLink } from '../../../src/front/text.ts';
import { escapeMrkdwn } from '../../../src/surfaces/slack/mrkdwn.ts';

test.each([
  ['overrides of direction', 'a\u202Eb\u202Cc\u2066d\u2069', 'abcd'],
  ['what has no width', 'b\u200Ba\u2060n\uFEFFk\u00AD', 'bank'],
  ['controls, but not line breaks', 'a\u0000\u0007b\r\nc\u2028d\u0085e\tf', 'ab\nc\nd\ne\tf'],
  ['joiners between Latin letters', 'ba\u200Dn\u200Ck', 'bank'],
  ['tag characters that are no flag', 'hi\u{E0061}\u{E0062}', 'hi'],
  ['halves of characters', 'a\uD800b', 'a\uFFFDb'],
  ['towers of accents', `e${'\u0301'.repeat(50)}`, `e${'\u0301'.repeat(6)}`],
])('%s are taken out', (_name, text, shown) => {
  expect(clean(text)).toBe(shown);
});

test.each([
  ['a family', '👩‍👩‍👧‍👦'],
  ['a skin tone with a profession', '🧑🏽‍🚀'],
  ['a heart on fire', '❤️‍🔥'],
  ['a flag of tags', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
  ['Persian', 'می\u200Cخواهم'],
  ['Hindi', 'क्\u200Dष'],
  ['Hebrew with a mark', 'שלום\u200F!'],
])('%s stays as it is', (_name, text) => {
  expect(clean(text)).toBe(text);
});

test('cleaning 40,000 hostile characters is quick', () => {
  const started = performance.now();
  for (const unit of ['\u{E0061}', '\u0301', '\u200D', '\u202E', '🏴']) clean(unit.repeat(40_000));
  expect(performance.now() - started).toBeLessThan(1_000);
});

test('a text is shortened by what people count as characters, and bounded in units', () => {
  expect(shorten('👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 1)).toEqual({ text: '…', cut: true });
  expect(shorten('añb', 3)).toEqual({ text: 'añb', cut: false });
  expect(shorten('añbc', 3)).toEqual({ text: 'añb…', cut: true });
  expect(shorten(`a${'\u0301'.repeat(9_000)}`, 100).text.length).toBeLessThanOrEqual(401);
  expect(fitUnits('👍🏽👍🏽', 6)).toBe('👍🏽…');
});

test('a name from right to left is closed off from the rest of its line', () => {
  expect(inline('نورة', 10)).toBe('\u2068نورة\u2069');
  expect(inline('Lerato\nM.', 10)).toBe('Lerato M.');
  expect(cleanLine('  a \n\n b ')).toBe('a b');
});

test('what Slack parses is escaped once', () => {
  expect(escapeMrkdwn('<!channel> & &lt;')).toBe('&lt;!channel&gt; &amp; &amp;lt;');
});

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'not a link',
  `https://a.example/${'x'.repeat(3_000)}`,
])('%# is no link for anybody to follow', (link) => {
  expect(webLink(link, 3_000)).toBeNull();
});
