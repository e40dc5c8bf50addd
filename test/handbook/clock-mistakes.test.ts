/** What may be wrong about what Heed does by the clock: calls, closings and follow-ups. */
import { describe, expect, test } from 'vitest';
import type { Handbook } from '../../src/core/handbook.ts';
import { loadHandbook, type Mistake } from '../../src/handbook/load.ts';

const HANDBOOK = `company: Acme
timezone: Africa/Johannesburg
people:
  - { name: Sam, email: sam@acme.example, role: lead, departments: [care] }
  - { name: Ana, email: ana@acme.example, role: agent, departments: [care] }
departments:
  care: { channel: { slack: care }, contacts: [sam@acme.example] }
categories:
  complaint: {}
sources:
  - { id: website, network: webhook, secret_env: SECRET }
`;

function changed(from: string, to: string): readonly Mistake[] {
  expect(HANDBOOK).toContain(from);
  const loaded = loadHandbook(HANDBOOK.replace(from, to));
  return loaded.ok ? [] : loaded.mistakes;
}

function read(from: string, to: string): Handbook {
  const loaded = loadHandbook(HANDBOOK.replace(from, to));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.mistakes));
  return loaded.handbook;
}

const CONTACTS = 'contacts: [sam@acme.example]';
const ladder = (second: string) => `contacts: [sam@acme.example, ${second}]`;
const SECOND = 'departments.care.contacts[1]';

test('a key contact may have a time, and then stands in a map', () => {
  const written = ladder('{ person: Ana@acme.example, after: 30m }');
  expect(read(CONTACTS, written).departments[0]).toMatchObject({
    contacts: ['sam@acme.example', 'ana@acme.example'],
    contactsAfterMs: [null, 30 * 60_000],
  });
  expect(read(CONTACTS, ladder('{ person: ana@acme.example }')).departments[0]).toMatchObject({
    contactsAfterMs: [null, null],
  });
});

describe('a mistake about key contacts is reported with what is allowed there', () => {
  test.each<[string, string, RegExp]>([
    [
      '{ person: ana@acme.example, after: soon }',
      `${SECOND}.after`,
      /such as 30s.*this is "soon"/u,
    ],
    ['{ person: ana@acme.example, after: 0m }', `${SECOND}.after`, /from 1m to 30d/u],
    ['{ person: ana@acme.example, after: 30 }', `${SECOND}.after`, /this is 30\.$/u],
    ['{ person: anna@acme.example, after: 30m }', `${SECOND}.person`, /Did you mean "ana@acme/u],
    ['{ person: ana, after: 30m }', `${SECOND}.person`, /an e-mail address; this is "ana"/u],
    ['{ after: 30m }', `${SECOND}.person`, /^Missing: an e-mail address/u],
    ['{ person: ana@acme.example, wait: 3m }', `${SECOND}.wait`, /Allowed here: person, after/u],
    ['anna@acme.example', SECOND, /Did you mean "ana@acme.example"\?/u],
    ['ana', SECOND, /an e-mail address; this is "ana"/u],
    ['7', SECOND, /an e-mail address, or \{ person: .*this is 7/u],
  ])('%s', (second, path, sentence) => {
    const mistakes = changed(CONTACTS, ladder(second));
    expect(mistakes[0]).toMatchObject({ line: 7, path });
    expect(mistakes[0]?.sentence).toMatch(sentence);
  });
});

const END = 'sources:';

test('silence closes what is answered after three days, or as the handbook says', () => {
  expect(read(END, END).autoResolveMs).toBe(3 * 86_400_000);
  expect(read(END, `auto_resolve: 90m\n${END}`).autoResolveMs).toBe(90 * 60_000);
  expect(read(END, `auto_resolve: never\n${END}`).autoResolveMs).toBeNull();
});

test.each(['0d', 'soon', '3', '[3d]', '-3d'])(
  'auto_resolve: %s is reported with what is allowed there',
  (written) => {
    expect(changed(END, `auto_resolve: ${written}\n${END}`)).toEqual([
      {
        line: 10,
        path: 'auto_resolve',
        sentence: expect.stringMatching(/^Must be a duration such as .*, or never; this is/u),
      },
    ]);
  },
);
