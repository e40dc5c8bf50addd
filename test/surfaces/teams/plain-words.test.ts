/** The HTML of Teams' messages as what people read there. */
import { expect, test } from 'vitest';
import { readWritten } from '../../../src/surfaces/teams/plain-words.ts';

test.each<[string, string, string]>([
  ['a mention', '<div><at id="0">Sam Botha</at> - hi</div>\n', '@Sam Botha - hi'],
  ['entities, each once', '&lt;b&gt; &amp;amp; &quot;&#x1F600;&nbsp;&eacute;', '<b> &amp; "😀 é'],
  ['emphasis', 'It <b>bro<i>ke</i></b>', 'It broke'],
  [
    'paragraphs',
    '<p>one</p>\n<p>two</p><p>&nbsp;</p><p>&nbsp;</p><p>three</p>',
    'one\ntwo\n\nthree',
  ],
  ['breaks', 'one<br>two<br/><br><br>three', 'one\ntwo\n\nthree'],
  ['what only stands in the source', '<div>\n  <p> one\n two </p>\n</div>', 'one two'],
  ['a list', 'Both:<ul><li>one</li><li>two</li></ul>end', 'Both:\n- one\n- two\nend'],
  ['a table', '<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a b\nc'],
  ['code', '<pre>if x:\n  y</pre>then', 'if x:\n  y\nthen'],
  ['signs', 'nice <emoji alt="👍"></emoji><img alt="😀" src="x">', 'nice 👍😀'],
  [
    'what is no words',
    '<style>p{}</style><script>alert(1)</script><attachment id="1"></attachment>a',
    'a',
  ],
  [
    'a link that says where it leads',
    '<a href="https://a.example/b/">a.example/b</a>',
    'a.example/b',
  ],
  ['another link', '<a href="https://evil.example">bank</a>!', 'bank (https://evil.example)!'],
  ['a link without words', '<a href="https://a.example"><img></a>', 'https://a.example'],
  ['a link that leads nowhere', '<a href="javascript:alert(1)">x</a> <a>y</a>', 'x y'],
  ['what is never closed', '<div><a href="https://a.example">x<b>y', 'xy (https://a.example)'],
  ['what was never opened', '</pre></script></a>x &unknown; < y', 'x &unknown; < y'],
])('%s', (_, html, text) => {
  expect(readWritten(html, true).text).toBe(text);
});

test('links that can be pressed go before those that are only written', () => {
  const html = '(see http://b.example/?a=1), <a href="https://a.example/?x=1&amp;y=2">here</a>';
  const { links } = readWritten(html, true);
  expect(links.slice(0, 2)).toEqual(['https://a.example/?x=1&y=2', 'http://b.example/?a=1']);
});

test('plain text stays as it is, its links without what follows them', () => {
  expect(readWritten(' <b> &amp; https://a.example/x?y=(1). ', false)).toEqual({
    text: '<b> &amp; https://a.example/x?y=(1).',
    links: ['https://a.example/x?y=(1'],
  });
});

test.each(['<at>', '<div>', '<pre>', '<a href="https://a.example">', '&amp;', 'https://!!!'])(
  'a message full of %s is read in a moment',
  (much) => {
    const from = performance.now();
    readWritten(much.repeat(250_000 / much.length), true);
    expect(performance.now() - from).toBeLessThan(2_000);
  },
);
