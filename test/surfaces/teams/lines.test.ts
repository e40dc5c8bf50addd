import { expect, test } from 'vitest';
import type { StoryPart } from '../../../src/core/story-parts.ts';
import { renderLine } from '../../../src/surfaces/teams/render-line.ts';

const AT = Date.parse('2026-11-23T08:15:00Z');
const ids: Readonly<Record<string, string>> = { 'sam@acme.example': '29:sam' };

function drawn(parts: readonly StoryPart[]) {
  const idOf = async (email: string) => ids[email] ?? null;
  return renderLine({ seq: 1, parts, aloud: false }, 'Africa/Johannesburg', idOf);
}

test('what tells nobody and leads nowhere is plain, whatever stands in it', async () => {
  const text = 'Thandi: "[bank](https://evil.example) <at>everyone</at>" at ';
  expect(
    await drawn([
      { type: 'text', text },
      { type: 'instant', at: AT },
    ]),
  ).toEqual({ type: 'text', text: `${text}23 Nov, 10:15` });
});

test('whoever is told is mentioned, and what others wrote is escaped', async () => {
  expect(
    await drawn([
      { type: 'text', text: 'Due soon & <at>everyone</at>: ' },
      { type: 'nudge', email: 'sam@acme.example', name: 'Sam <"B"> Botha' },
    ]),
  ).toEqual({
    type: 'marked',
    xml: 'Due soon &amp; &lt;at&gt;everyone&lt;/at&gt;: <at>Sam &lt;&quot;B&quot;&gt; Botha</at>',
    mentioned: [
      {
        id: '29:sam',
        name: 'Sam <"B"> Botha',
        text: '<at>Sam &lt;&quot;B&quot;&gt; Botha</at>',
      },
    ],
  });
});

test('whom Teams does not know is named', async () => {
  expect(await drawn([{ type: 'nudge', email: 'noor@acme.example', name: 'Noor' }])).toEqual({
    type: 'text',
    text: 'Noor',
  });
});

test('a link leads on, where it is one of the web', async () => {
  const links: StoryPart[] = [
    { type: 'link', label: 'View <it>', url: 'https://acme.example/?a="1"&b=2' },
    { type: 'link', label: 'View', url: 'javascript:alert(1)' },
  ];
  expect(await drawn(links)).toEqual({
    type: 'marked',
    xml: '<a href="https://acme.example/?a=%221%22&amp;b=2">View &lt;it&gt;</a>',
    mentioned: [],
  });
});
