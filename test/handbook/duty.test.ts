/** Who is on duty, and when the week's figures are shown, as the handbook says it. */
import { expect, test } from 'vitest';
import { loadHandbook } from '../../src/handbook/load.ts';

function handbookWith(duty: string, digest: string) {
  return loadHandbook(`company: Acme
timezone: Africa/Johannesburg
people:
  - { name: Thandi, email: thandi@acme.example, role: agent, departments: [care] }
  - { name: Sam, email: sam@acme.example, role: lead, departments: [care] }
departments:
  care: { channel: { slack: care }${duty === '' ? '' : `, duty: ${duty}`} }
${digest === '' ? '' : `digest: ${digest}`}
sources:
  - { id: website, network: webhook, secret_env: SECRET }
`);
}

function dutyOf(written: string) {
  const loaded = handbookWith(written, '');
  return loaded.ok ? loaded.handbook.departments[0]?.duty : loaded.mistakes;
}

function digestOf(written: string) {
  const loaded = handbookWith('', written);
  return loaded.ok ? loaded.handbook.digest : loaded.mistakes;
}

test('on duty are people and Slack user groups, each once', () => {
  expect(dutyOf('')).toBeNull();
  expect(dutyOf('Thandi@acme.example')).toEqual({ people: ['thandi@acme.example'], groups: [] });
  expect(dutyOf('"@care-duty"')).toEqual({ people: [], groups: ['care-duty'] });
  expect(dutyOf('[sam@acme.example, "@care-duty", S0CAREDUTY, sam@acme.example]')).toEqual({
    people: ['sam@acme.example'],
    groups: ['care-duty', 'S0CAREDUTY'],
  });
});

test.each([
  ['[nobody@acme.example]', 'departments.care.duty[0]', /No person "nobody@acme.example"/u],
  [
    '[Thandi]',
    'departments.care.duty[0]',
    /a list of e-mail addresses of people and of Slack user/u,
  ],
  ['[]', 'departments.care.duty', /a list of e-mail addresses of people and of Slack user/u],
  ['5', 'departments.care.duty', /a list of e-mail addresses of people and of Slack user/u],
])('duty: %s is a mistake on its line', (written, path, sentence) => {
  expect(dutyOf(written)).toMatchObject([
    { line: 7, path, sentence: expect.stringMatching(sentence) },
  ]);
});

test.each([
  ['{ channel: care-leads, at: "Mon 09:00" }', { slack: 'care-leads' }, 0, 540],
  ['{ channel: "#care-leads", at: "sunday 23:59" }', { slack: 'care-leads' }, 6, 1439],
  ['{ channel: { slack: C0LEADS12 }, at: "Thurs 0:00" }', { slack: 'C0LEADS12' }, 3, 0],
])('digest: %s is read', (written, channel, weekday, minute) => {
  expect(digestOf(written)).toEqual({ channel, weekday, minute });
});

test.each([
  ['{ channel: care-leads, at: "Mon" }', 'digest.at'],
  ['{ channel: care-leads, at: "Mon 24:00" }', 'digest.at'],
  ['{ channel: care-leads, at: "Mon 9" }', 'digest.at'],
  ['{ channel: care-leads, at: "mon-fri 09:00" }', 'digest.at'],
  ['{ channel: care-leads, at: "Monsoon 09:00" }', 'digest.at'],
  ['{ channel: care-leads, at: "Mon 09:00 UTC" }', 'digest.at'],
  ['{ channel: Care Leads, at: "Mon 09:00" }', 'digest.channel'],
  ['{ at: "Mon 09:00" }', 'digest.channel'],
  ['{ channel: care-leads }', 'digest.at'],
])('digest: %s is a mistake on its line', (written, path) => {
  expect(digestOf(written)).toMatchObject([{ path }]);
});

test.each([
  ['{ teams: Care }', { teams: 'Care' }],
  ['{ teams: "Acme: Support/Front desk" }', { teams: 'Acme: Support/Front desk' }],
  ['{ teams: "19:a1b2_c-3@thread.tacv2" }', { teams: '19:a1b2_c-3@thread.tacv2' }],
  ['{ slack: "#care", teams: Care }', { slack: 'care', teams: 'Care' }],
])('digest: the channel %s is read', (written, channel) => {
  expect(digestOf(`{ channel: ${written}, at: "Mon 09:00" }`)).toMatchObject({ channel });
});

test.each([
  ['{}', 'digest.channel', /slack: name.*teams: name/u],
  ['{ slack: null }', 'digest.channel', /slack: name.*teams: name/u],
  ['{ teams: "19:care@elsewhere" }', 'digest.channel.teams', /Team\/Channel/u],
  ['{ teams: "" }', 'digest.channel.teams', /Team\/Channel/u],
  ['{ teams: "Acme/" }', 'digest.channel.teams', /Team\/Channel/u],
  ['{ teems: Care }', 'digest.channel.teems', /Did you mean "teams"/u],
])('digest: the channel %s is a mistake on its line', (written, path, sentence) => {
  expect(digestOf(`{ channel: ${written}, at: "Mon 09:00" }`)).toMatchObject([
    { line: 8, path, sentence: expect.stringMatching(sentence) },
  ]);
});
