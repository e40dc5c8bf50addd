/** Who sees to what nobody has, and when and where the figures of the week are shown. */
import { z } from 'zod';
import type { Channel, Digest, Duty } from '../core/handbook.ts';
import { section } from './keys.ts';
import { minuteOf, weekdaysOf } from './opening-hours.ts';
import { email, oneOrMore, pattern, text } from './values.ts';

const CHANNEL = 'the name of a Slack channel without #, or its id';
const channelName = pattern(/^(?:#?[\p{Ll}\p{Lo}\p{N}_-]{1,80}|[CG][A-Z0-9]{8,20})$/u, CHANNEL);

const TEAMS_CHANNEL =
  'the name of a Teams channel, "Team/Channel" where several have that name, or its id, such as "19:…@thread.tacv2"';
const TEAMS_ID = /^19:[\w.~-]+@thread\.(?:tacv2|skype)$/u;
/** A team's name may hold a slash, a channel's can't. */
const TEAMS_NAME = /^(?!19:)(?:[^\p{Cc}]{1,256}\/)?[^\p{Cc}/#]{1,50}$/u;
const teamsName = pattern(
  new RegExp(`${TEAMS_ID.source}|${TEAMS_NAME.source}`, 'u'),
  TEAMS_CHANNEL,
);

const ANY_CHANNEL = 'a channel: { slack: name }, { teams: name } or both';

export const channel = section(
  { slack: channelName.nullish(), teams: teamsName.nullish() },
  ANY_CHANNEL,
).refine(({ slack, teams }) => (slack ?? teams ?? null) !== null, { error: ANY_CHANNEL });

/** `teams` is refused where the file's parts are compared, with the reason. */
export const privateChannel = section(
  { slack: channelName, teams: z.unknown().optional() },
  'a private channel: { slack: name }',
  [],
  ['slack'],
);

type WrittenChannel = Partial<Record<keyof Channel, string | null | undefined>>;

export function readChannel({ slack, teams }: WrittenChannel): Channel {
  return {
    ...(slack ? { slack: readSlackChannel(slack) } : {}),
    ...(teams ? { teams: teams.trim() } : {}),
  };
}

export function readSlackChannel(written: string): string {
  return written.replace(/^#/u, '');
}

const ON_DUTY =
  'a list of e-mail addresses of people and of Slack user groups, such as "@care-duty"';
const GROUP = /^(?:@[\p{Ll}\p{Lo}\p{N}._-]{1,80}|S[A-Z0-9]{8,20})$/u;

/** A Slack user group, and no person. */
export function isGroup(written: string): boolean {
  return GROUP.test(written);
}

export const duty = oneOrMore(
  z.union([pattern(GROUP, ON_DUTY), email], { error: ON_DUTY }),
  ON_DUTY,
);

export function readDuty(written: readonly string[]): Duty | null {
  if (written.length === 0) return null;
  return {
    people: [...new Set(written.filter((one) => !isGroup(one)))],
    groups: [...new Set(written.filter(isGroup).map((one) => one.replace(/^@/u, '')))],
  };
}

const AT = 'a day and a time, such as "Mon 09:00"';

const moment = text(AT).transform((written, context) => {
  const [day = '', time, ...rest] = written.toLowerCase().split(/\s+/u);
  const [weekday, ...others] = weekdaysOf(day.slice(0, 3)) ?? [];
  const minute = minuteOf(/^\d\d?:\d\d$/u.test(time ?? '') ? time : undefined);
  const isMoment = DAY.test(day) && others.length === 0 && rest.length === 0;
  if (weekday === undefined || minute === null || minute === DAY_MINUTES || !isMoment) {
    context.addIssue({ code: 'custom', message: AT });
    return z.NEVER;
  }
  return { weekday, minute };
});

const DAY_MINUTES = 1440;
const DAY = /^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?$/u;

export const digest = section(
  {
    channel: z.union([channelName.transform((slack) => ({ slack })), channel], { error: CHANNEL }),
    at: moment,
  },
  'where the figures of the week are shown, and when: { channel: care-leads, at: "Mon 09:00" }',
);

export function readDigest({ channel: where, at }: z.output<typeof digest>): Digest {
  return { channel: readChannel(where), ...at };
}
