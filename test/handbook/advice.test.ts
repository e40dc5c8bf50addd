import { expect, test } from 'vitest';
import { adviceOn } from '../../src/handbook/advice.ts';
import { loadHandbook } from '../../src/handbook/load.ts';

/** Complaints and refunds need an approval each, questions none. */
function adviceFor(sensitive: string): readonly string[] {
  const loaded = loadHandbook(`company: Acme
timezone: Africa/Johannesburg
people:
  - { name: Thandi, email: thandi@acme.example, role: agent, departments: [care] }
  - { name: Sam, email: sam@acme.example, role: lead, departments: [care] }
  - { name: Rita, email: rita@acme.example, role: reviewer, departments: [care] }
departments:
  care: { channel: { slack: care }, contacts: [sam@acme.example] }
categories:
  complaint: { approvals: 1 }
  refund: { approvals: 1 }
  question: {}
sources:
  - { id: website, network: webhook, secret_env: SECRET }
${sensitive}
`);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.mistakes));
  return adviceOn(loaded.handbook);
}

const owners = (...names: string[]) =>
  `sensitive: { channel: { slack: m }, owners: [${names.map((one) => `${one}@acme.example`)}] }`;

test('a handbook without a private desk needs none', () => {
  expect(adviceFor('')).toEqual([]);
});

test.each([['thandi'], ['sam'], ['rita']])('%s alone could have nothing approved', (name) => {
  expect(adviceFor(owners(name))).toEqual([
    expect.stringMatching(/^sensitive\.owners: .*"complaint", "refund", as nobody approves/u),
  ]);
});

test.each([
  ['thandi', 'sam'],
  ['thandi', 'rita'],
  ['sam', 'rita'],
])('%s and %s get by', (...names) => {
  expect(adviceFor(owners(...names))).toEqual([]);
});
