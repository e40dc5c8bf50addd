/**
 * The shape of `handbook.yaml`. Keys of its outline that nothing reads yet are listed beside the
 * section where they will stand, and refused.
 */

import { z } from 'zod';
import { channel, digest, duty, privateChannel } from './duty.ts';
import { followUp } from './follow-up.ts';
import { section } from './keys.ts';
import { hoursId, weeklyHours } from './opening-hours.ts';
import { replyTargets, reviewTarget, sla } from './targets.ts';
import {
  choices,
  country,
  duration,
  email,
  id,
  label,
  list,
  oneOrMore,
  pattern,
  replyUrl,
  sourceId,
  text,
  timezone,
  wholeNumber,
  word,
} from './values.ts';

/** Slack's text input ends at 3,000 characters, so no reply can be longer. */
const REPLY_LENGTH = 3000;

const HOURS_NAME = 'the name of opening hours, or always';

const person = section(
  {
    name: label("the person's name"),
    email,
    role: z.enum(['trainee', 'agent', 'reviewer', 'lead', 'admin'], {
      error: 'one of trainee, agent, reviewer, lead, admin',
    }),
    departments: list(text('the id of a department'), 'a list of departments').nullish(),
  },
  'a person: { name, email, role, departments }',
  ['duty', 'hours', 'away'],
);

const OWNERS = 'a list of e-mail addresses of people, at least one';

const privateDesk = section(
  { channel: privateChannel, owners: list(email, OWNERS).min(1, { error: OWNERS }) },
  'a private channel and its people: { channel: { slack: name }, owners: [e-mail addresses] }',
);

const CONTACTS = 'a list of e-mail addresses of people, or { person, after: 30m }';

const contact = z.union(
  [
    email.transform((person) => ({ person, after: null })),
    section(
      { person: email, after: duration({ min: '1m', max: '30d' }).nullish() },
      'a key contact: { person: e-mail address, after: 30m }',
    ),
  ],
  { error: 'an e-mail address, or { person: e-mail address, after: 30m }' },
);

const department = section(
  {
    name: label("the department's name").nullish(),
    channel,
    contacts: list(contact, CONTACTS).nullish(),
    duty: duty.nullish(),
    sensitive: privateDesk.nullish(),
    hours: text(HOURS_NAME).nullish(),
    ...replyTargets,
  },
  'a department: { channel: { slack: name }, contacts: [e-mail addresses] }',
);

const category = section(
  {
    name: label("the category's name").nullish(),
    department: text('the id of a department').nullish(),
    approvals: wholeNumber(0, 5, 'how many colleagues must approve a reply').nullish(),
    hours: text(HOURS_NAME).nullish(),
    ...replyTargets,
    ...reviewTarget,
  },
  'a category: { department, approvals }',
  ['auto_resolve'],
);

const network = z.literal('webhook', { error: 'webhook (others are not supported yet)' });

const author = text('a handle, without @').refine((handle) => handle !== 'staff', {
  error: 'a handle, without @ ("staff" is not supported yet)',
});

const routingRule = section(
  {
    words: oneOrMore(word, 'a list of words and phrases').nullish(),
    source: oneOrMore(text('the id of a source'), 'a list of sources').nullish(),
    network: oneOrMore(network, 'a list of networks').nullish(),
    kind: oneOrMore(text('a kind of post, such as comment'), 'a list of kinds').nullish(),
    language: oneOrMore(
      pattern(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/u, 'a language, such as en or en-ZA'),
      'a list of languages',
    ).nullish(),
    author: oneOrMore(author, 'a list of handles').nullish(),
    department: text('the id of a department').nullish(),
    category: text('the id of a category').nullish(),
    outcome: z.literal('log', { error: 'log, which keeps what fits off the desk' }).nullish(),
    sensitive: z.boolean({ error: 'true or false' }).nullish(),
  },
  'a rule: conditions, and the department or category that they lead to, or { outcome: log }',
);

const words = list(word, 'a list of words and phrases');

const styleRule = z.union(
  [
    words.transform((plain) => ({ severity: null, words: plain, say_instead: null })),
    section(
      {
        severity: z.enum(['error', 'warning'], { error: 'error or warning' }).nullish(),
        words,
        say_instead: text('what to say instead').nullish(),
      },
      'a list of words, or { severity, words, say_instead }',
    ),
  ],
  { error: 'a list of words, or { severity, words, say_instead }' },
);

const style = section(
  {
    avoid: styleRule.nullish(),
    promises: styleRule.nullish(),
    selling: styleRule.nullish(),
    superiority: styleRule.nullish(),
    allow: list(
      text('an e-mail address or telephone number of your own, in quotes'),
      'a list of your own published e-mail addresses and telephone numbers',
    ).nullish(),
  },
  'the style rules: { avoid, promises, selling, superiority, allow }',
  ['promote', 'sign_off'],
);

const source = section(
  {
    id: sourceId,
    network,
    secret_env: pattern(
      /^[A-Z_][A-Z0-9_]*$/u,
      'the name of the environment variable that holds the secret, never the secret itself',
    ),
    reply_url: replyUrl.nullish(),
    reply_length: wholeNumber(1, REPLY_LENGTH, 'the longest reply in characters').nullish(),
  },
  'a source: { id, network, secret_env, reply_url }',
);

const autoResolve = z.union([
  z.literal('never', { error: 'a duration such as 10m, 1h or 3d, from 1s to 366d, or never' }),
  duration({ min: '1s', max: '366d' }),
]);

const PEOPLE = 'a list of people, each { name, email, role, departments }';
const DEPARTMENTS = 'a map from ids to departments: { care: { channel: { slack: care } } }';
const SOURCES = 'a list of sources, each { id, network, secret_env, reply_url }';

export const handbookFile = section(
  {
    company: label("the company's name"),
    timezone,
    countries: list(country, 'a list of countries, such as [ZA]').nullish(),
    people: list(person, PEOPLE).min(1, { error: PEOPLE }),
    departments: z
      .record(id, department, { error: DEPARTMENTS })
      .refine((map) => Object.keys(map).length > 0, { error: DEPARTMENTS }),
    categories: z
      .record(id, category.nullable(), { error: 'a map from ids to categories' })
      .nullish(),
    hours: z
      .record(hoursId, weeklyHours, {
        error: 'a map from names to opening hours: { office: { mon-fri: "08:00-17:00" } }',
      })
      .nullish(),
    sla: sla.nullish(),
    ...reviewTarget,
    default_department: text('the id of a department').nullish(),
    sensitive: privateDesk.nullish(),
    routing: list(routingRule, 'a list of routing rules').nullish(),
    style: style.nullish(),
    dismiss_reasons: choices('a list of reasons').nullish(),
    outcomes: choices('a list of outcomes').nullish(),
    auto_resolve: autoResolve.nullish(),
    follow_up: followUp.nullish(),
    sending: section(
      { undo: duration({ min: '0s', max: '10m' }).nullish() },
      'how replies are sent: { undo: 30s }',
      ['cool_off', 'outside_hours'],
    ).nullish(),
    digest: digest.nullish(),
    sources: list(source, SOURCES).min(1, { error: SOURCES }),
  },
  'a map that begins with company, timezone, people, departments and sources',
  ['ground_rules', 'playbook'],
);

export type HandbookFile = z.output<typeof handbookFile>;
