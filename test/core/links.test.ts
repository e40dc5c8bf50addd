import { describe, expect, test } from 'vitest';
import { normaliseLink, siteOf } from '../../src/core/links.ts';

describe('two copies of a link are one', () => {
  test.each([
    ['https://forum.example/t/7', 'https://forum.example/t/7/'],
    ['https://forum.example/t/7', ' https://Forum.Example/t/7#c-9 '],
    ['https://forum.example/t/7', 'https://forum.example/t/7?utm_source=a&UTM_medium=b'],
    ['https://forum.example/t?id=7', 'https://forum.example/t/?utm_source=a&id=7#top'],
    ['https://forum.example', 'https://forum.example/'],
    ['https://forum.example/t?q=a%20b', 'https://forum.example/t?q=a+b'],
    ['https://forum.example/t', 'https://somebody:secret@forum.example/t'],
  ])('%s and %s', (one, other) => {
    expect(normaliseLink(one)).toBe(normaliseLink(other));
    expect(normaliseLink(one)).not.toBeNull();
  });
});

test.each([
  ['https://forum.example/t/7', 'https://forum.example/T/7'],
  ['https://forum.example/t?id=7', 'https://forum.example/t?id=8'],
  ['https://forum.example:8080/t', 'https://forum.example/t'],
])('%s and %s are two', (one, other) => {
  expect(normaliseLink(one)).not.toBe(normaliseLink(other));
});

test.each([
  '',
  'forum seven',
  'ftp://forum.example/7',
  'javascript:alert(1)',
  'mailto:tom@forum.example',
  `https://forum.example/${'a'.repeat(2_000)}`,
])('%j is no link that can be kept', (text) => {
  expect(normaliseLink(text)).toBeNull();
});

test('a site is called by its host', () => {
  expect(siteOf('https://www.Forum.example/t/7')).toBe('forum.example');
  expect(siteOf(null)).toBeNull();
});
