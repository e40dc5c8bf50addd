/** When a department's day begins and ends, as far as those who work there are concerned. */
import { DateTime } from 'luxon';
import { isOpen, nextClosing, nextOpening, type OpeningHours, openSince } from './hours.ts';
import type { Instant } from './mention.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** So long before they go people hear what they still have. */
const BEFORE_CLOSING_MS = 30 * MINUTE_MS;
/** Who comes back sooner has a break. */
const LONGEST_BREAK_MS = 4 * 60 * MINUTE_MS;
/** Where it is open day and night nobody opens it. */
const MORNING = { hour: 8, minute: 0, second: 0, millisecond: 0 } as const;

/** When its day ends, where that is in half an hour at most; null else. */
export function endOfShift(hours: OpeningHours, now: Instant): Instant | null {
  if (!isOpen(hours, now)) return null;
  const closing = nextClosing(hours, now);
  if (closing === null || closing - now > BEFORE_CLOSING_MS) return null;
  const reopening = nextOpening(hours, closing);
  return reopening !== null && reopening - closing < LONGEST_BREAK_MS ? null : closing;
}

/**
 * The local date of the day that has begun there, which goes on past midnight where it is open so
 * long; null before it begins and after its end.
 *
 * @param zone of the company; opening hours have their own
 */
export function dayBegun(hours: OpeningHours, zone: string, now: Instant): string | null {
  if (!isOpen(hours, now)) return null;
  const [since, there] = hours === 'always' ? [null, zone] : [openSince(hours, now), hours.zone];
  if (since !== null && now - since < DAY_MS) return dateOf(since, there);
  const morning = DateTime.fromMillis(now, { zone: there }).set(MORNING);
  return now < morning.toMillis() ? null : dateOf(now, there);
}

function dateOf(at: Instant, zone: string): string {
  return DateTime.fromMillis(at, { zone }).toFormat('yyyy-MM-dd');
}
