/** What may be wrong about what Heed does by the clock: calls, closings and follow-ups. */
import { describe, expect, test } from 'vitest';
import type { Handbook } from '../../src/core/handbook.ts';
import { adviceOn } from '../../src/handbook/advice.ts';
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

test('nobody follows up unless the handbook says so, and then on complaints with a polite question', () => {
  expect(read(END, END).followUp).toBeNull();
  expect(read(END, `follow_up: { after: 3d }\n${END}`).followUp).toEqual({
    afterMs: 3 * 86_400_000,
    categories: ['complaint'],
    text: expect.stringContaining('{name}'),
  });
});

const STYLE = 'style: { promises: { severity: error, words: [guarantee] }, selling: [upgrade] }\n';
const withFollowUp = (written: string) =>
  changed(END, `${STYLE}follow_up: ${written}\n${END}`).map(
    ({ line, path, sentence }) => `${line} ${path} ${sentence}`,
  );

test.each<[string, RegExp]>([
  ['{ categories: [complaint] }', /^11 follow_up\.after Missing: a duration/u],
  ['{ after: 0s }', /^11 follow_up\.after .*from 1s to 366d/u],
  [
    '{ after: 3d, categories: [complant] }',
    /categories\[0\] No category "complant".*"complaint"\?/u,
  ],
  ['{ after: 3d, categories: [] }', /follow_up\.categories Must be a list of ids/u],
  ['{ after: 3d, text: "Hello {nmae}" }', /follow_up\.text .*\{name\} stands for/u],
  ['{ after: 3d, text: "" }', /follow_up\.text .*\{name\} stands for/u],
  [
    '{ after: 3d, text: "We guarantee it, {name}." }',
    /follow_up\.text Nobody could send.*guarantee/u,
  ],
  ['{ after: 3d, text: "Mail tom@x.example, {name}." }', /follow_up\.text Nobody could send/u],
  ['{ after: 3d, when: now }', /follow_up\.when Unknown key/u],
  ['3d', /^11 follow_up Must be when to touch base/u],
])('follow_up: %s is reported with what is allowed there', (written, mistake) => {
  expect(withFollowUp(written)).toEqual([expect.stringMatching(mistake)]);
});

test('where there is no complaint, the categories must be named', () => {
  const text = HANDBOOK.replace('  complaint: {}', '  gripe: {}');
  const loaded = loadHandbook(text.replace(END, `follow_up: { after: 3d }\n${END}`));
  expect(loaded).toMatchObject({
    ok: false,
    mistakes: [{ line: 10, path: 'follow_up', sentence: expect.stringContaining('"complaint"') }],
  });
});

test('a text that the rules only warn of is noted', () => {
  const text = '{ after: 3d, text: "Was the upgrade fine, {name}?" }';
  const handbook = read(END, `${STYLE}follow_up: ${text}\n${END}`);
  expect(adviceOn(handbook, 0)).toEqual([expect.stringMatching(/^follow_up\.text: .*"upgrade"/u)]);
});
