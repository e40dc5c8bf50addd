/** The small values that stand in a handbook. Each error says what is allowed there. */

import { isSupportedCountry } from 'libphonenumber-js/max';
import { z } from 'zod';

/** Slack shows at most 75 characters in an option or a button. */
const LABEL_LIMIT = 75;

export function label(expected: string) {
  const error = `${expected}, at most ${LABEL_LIMIT} characters`;
  return z.string({ error }).trim().min(1, { error }).max(LABEL_LIMIT, { error });
}

export function text(expected: string) {
  return z.string({ error: expected }).trim().min(1, { error: expected });
}

export function pattern(regex: RegExp, expected: string) {
  return z.string({ error: expected }).trim().regex(regex, { error: expected });
}

export function list<Item extends z.ZodType>(item: Item, expected: string) {
  return z.array(item, { error: expected });
}

/** One value or a list of them; always read as a list. */
export function oneOrMore<Item extends z.ZodType<string>>(item: Item, expected: string) {
  const several = z.array(item, { error: expected }).min(1, { error: expected });
  return z.union([item.transform((only) => [only]), several], { error: expected });
}

/** A list of different short texts that people choose from. */
export function choices(expected: string) {
  const error = `${expected}, each once`;
  return z
    .array(label(expected), { error })
    .min(1, { error })
    .refine((items) => new Set(items).size === items.length, { error });
}

const EMAIL = 'an e-mail address';
export const email = z
  .string({ error: EMAIL })
  .trim()
  .toLowerCase()
  .regex(z.regexes.email, { error: EMAIL });

export const id = pattern(
  /^[a-z][a-z0-9_-]{0,49}$/u,
  'an id of lower-case letters, digits, _ and -, which begins with a letter',
);

/** Stands in a web address as it is (RFC 3986's unreserved characters). */
export const sourceId = pattern(
  /^[a-z0-9][a-z0-9._~-]{0,49}$/u,
  'an id of lower-case letters, digits and . _ ~ -, which stands in a web address',
).refine((given) => given !== 'manual', {
  error: 'another id: "manual" stands for what people add by hand',
});

const WORD = 'a word or phrase; at its end * stands for any ending';
export const word = z
  .string({ error: WORD })
  .regex(/[\p{L}\p{N}\p{S}\p{P}]/u, { error: WORD })
  .regex(/^[^*]+\*?$/u, { error: WORD });

const UNITS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

interface Limits {
  readonly min: string;
  readonly max: string;
  /** What else is to be known where it is wrong. */
  readonly note?: string;
}

/** A duration such as `30s`, `10m`, `1h`, `3d`, read as milliseconds. `1d` is 24 hours. */
export function duration(limits: Limits) {
  const range = `a duration such as 30s, 10m, 1h or 3d, from ${limits.min} to ${limits.max}`;
  const error = limits.note === undefined ? range : `${range} (${limits.note})`;
  const [min, max] = [readDuration(limits.min) ?? 0, readDuration(limits.max) ?? 0];
  return z.string({ error }).transform((written, context) => {
    const value = readDuration(written.trim());
    if (value !== null && value >= min && value <= max) return value;
    context.addIssue({ code: 'custom', message: error });
    return z.NEVER;
  });
}

function readDuration(written: string): number | null {
  const match = /^(\d{1,6})([smhd])$/u.exec(written);
  const unit = z.enum(['s', 'm', 'h', 'd']).safeParse(match?.[2]);
  return unit.success ? Number(match?.[1]) * UNITS[unit.data] : null;
}

export function wholeNumber(min: number, max: number, what: string) {
  const error = `a whole number from ${min} to ${max}: ${what}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

const TIMEZONE = 'an IANA time zone, such as Africa/Johannesburg';
export const timezone = z
  .string({ error: TIMEZONE })
  .trim()
  .refine(isTimezone, { error: TIMEZONE });

/** Offsets such as +02:00 are no zones: they know no daylight saving. */
function isTimezone(name: string): boolean {
  if (!/^[A-Za-z]/u.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const COUNTRY = 'a country as two capital letters (ISO 3166), such as ZA';
export const country = z
  .string({ error: COUNTRY })
  .trim()
  .refine((code) => isSupportedCountry(code), { error: COUNTRY });

const REPLY_URL = 'a web address that begins with https:// (http:// only on this machine)';
export const replyUrl = z
  .string({ error: REPLY_URL })
  .trim()
  .refine(isReplyUrl, { error: REPLY_URL });

function isReplyUrl(written: string): boolean {
  if (!URL.canParse(written)) return false;
  const url = new URL(written);
  if (url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/u.test(host);
}
