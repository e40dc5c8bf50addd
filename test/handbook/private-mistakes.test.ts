import { describe, expect, test } from 'vitest';
import { changed, HANDBOOK, mistakesOf } from './changed.ts';

describe('what is sensitive needs somewhere private', () => {
  const desk = (channel: string, owners: string) =>
    `sensitive: { channel: { slack: ${channel} }, owners: [${owners}] }`;
  const inCare = (text: string) => changed('contacts: [sam', `${text}, contacts: [sam`);

  test('a channel that is no department’s, and people of the handbook', () => {
    expect(inCare(desk('matters', 'thandi@acme.example'))).toEqual([]);
    const of = 'departments.care.sensitive';
    expect(inCare(desk('matters', ''))).toMatchObject([
      { line: 8, path: `${of}.owners`, sentence: expect.stringContaining('at least one') },
    ]);
    expect(inCare(desk('matters', 'tandi@acme.example'))).toMatchObject([
      { line: 8, path: `${of}.owners[0]`, sentence: expect.stringContaining('Did you mean') },
    ]);
    expect(inCare(desk('"#care"', 'sam@acme.example'))).toMatchObject([
      { path: `${of}.channel.slack`, sentence: expect.stringContaining('everybody there reads') },
    ]);
  });

  test('Slack, as Teams lets no bot post in a private channel', () => {
    const inTeams = desk('matters, teams: Matters', 'sam@acme.example');
    expect(inCare(inTeams)).toMatchObject([
      {
        ...{ line: 8, path: 'departments.care.sensitive.channel.teams' },
        sentence: expect.stringContaining('in Slack alone'),
      },
    ]);
    const only = desk('m', 'sam@acme.example').replace('slack: m', 'teams: Matters');
    expect(
      inCare(only)
        .map(({ path }) => path)
        .sort(),
    ).toEqual([
      'departments.care.sensitive.channel.slack',
      'departments.care.sensitive.channel.teams',
    ]);
  });

  test('one channel with the same owners everywhere', () => {
    const company = (owners: string) =>
      mistakesOf(
        HANDBOOK.replace('contacts: [sam', `${desk('m', 'sam@acme.example')}, contacts: [sam`) +
          desk('m', owners),
      );
    expect(company('sam@acme.example')).toEqual([]);
    expect(company('sam@acme.example, thandi@acme.example')).toMatchObject([
      { line: 17, path: 'sensitive.channel.slack', sentence: expect.stringContaining('"m"') },
    ]);
  });

  test('for every rule that sends something there', () => {
    const rule = 'routing:\n  - { words: [boss], sensitive: true }';
    expect(changed('routing:', rule)).toMatchObject([
      { line: 12, path: 'routing[0].sensitive', sentence: expect.stringMatching(/^"care" has no/) },
    ]);
    const everywhere = desk('matters', 'sam@acme.example');
    expect(changed('routing:', `${everywhere}\n${rule}`)).toEqual([]);
    const own = HANDBOOK.replace('contacts: [sam', `${everywhere}, contacts: [sam`);
    expect(mistakesOf(own.replace('routing:', rule))).toEqual([]);
    const both = 'routing:\n  - { words: [boss], outcome: log, sensitive: true }';
    expect(changed('routing:', `${everywhere}\n${both}`)).toMatchObject([
      {
        path: 'routing[0].sensitive',
        sentence: expect.stringContaining('either logged or sensitive'),
      },
    ]);
    expect(changed('words: [late]', 'words: [late], sensitive: maybe')).toMatchObject([
      {
        line: 12,
        path: 'routing[0].sensitive',
        sentence: expect.stringContaining('true or false'),
      },
    ]);
  });
});
