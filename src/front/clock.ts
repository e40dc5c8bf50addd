/** Points in time, in plain text and the handbook's zone; a surface may know each reader's own. */

export type ClockFormat =
  /** "today at 10:15" */
  | 'day'
  /** "Monday, November 30th at 10:15" */
  | 'weekday'
  /** "today, 10:15" */
  | 'since'
  /** "10:15:30" */
  | 'seconds'
  /** "10:15" */
  | 'time';

/** Where a reader's zone is unknown: the handbook's. */
export function plainTime(at: number, format: ClockFormat, timezone: string): string {
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const options: Intl.DateTimeFormatOptions =
    format === 'day' || format === 'since'
      ? { ...time, day: 'numeric', month: 'short' }
      : format === 'weekday'
        ? { ...time, weekday: 'short', day: 'numeric', month: 'short' }
        : format === 'seconds'
          ? { ...time, second: '2-digit' }
          : time;
  return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: timezone }).format(at);
}

/** Today's instants by the time alone. */
export function formatFor(at: number, now: number, timezone: string): ClockFormat {
  const day = (instant: number) =>
    new Intl.DateTimeFormat('en-CA', { timeZone: timezone, dateStyle: 'short' }).format(instant);
  return day(at) === day(now) ? 'time' : 'day';
}

const PLACEHOLDER = /\{at:(\d+)\}/g;

export type SentencePart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'instant'; readonly at: number };

/** A sentence of the core's, with `{at:…}` where an instant stands, in its parts. */
export function partsOf(sentence: string): readonly SentencePart[] {
  const parts: SentencePart[] = [];
  let from = 0;
  for (const match of sentence.matchAll(PLACEHOLDER)) {
    if (match.index > from) parts.push({ type: 'text', text: sentence.slice(from, match.index) });
    parts.push({ type: 'instant', at: Number(match[1]) });
    from = match.index + match[0].length;
  }
  if (from < sentence.length) parts.push({ type: 'text', text: sentence.slice(from) });
  return parts;
}

/** The sentence for places that take plain text only, such as a dialog's error. */
export function plainSentence(sentence: string, now: number, timezone: string): string {
  return partsOf(sentence)
    .map((part) =>
      part.type === 'text'
        ? part.text
        : plainTime(part.at, formatFor(part.at, now, timezone), timezone),
    )
    .join('');
}
