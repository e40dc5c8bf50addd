/**
 * Opening hours: when a department works, in its own time zone. Daylight saving is counted as it
 * happens: an hour is always 3,600 seconds that pass while the department is open. The moment of
 * opening is open, the moment of closing is not.
 *
 * A local time that the clock shows twice is its first occurrence; one that it leaps over is read
 * with the offset from before: where the clock goes from 02:00 to 03:00, 02:30 is 03:30 (RFC 5545,
 * 3.3.5). Hours that lie wholly in the leap, or that end in it before they begin, are none.
 */

import { IANAZone } from 'luxon';

/** Milliseconds since 1970-01-01T00:00Z. */
type Instant = number;

/** Minutes of the local clock since midnight; `to` is beyond 1,440 where it crosses midnight. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

export interface WeeklyHours {
  /** IANA. */
  readonly zone: string;
  /** Seven entries, Monday first; a shift belongs to the day it begins on. */
  readonly week: readonly (readonly Interval[])[];
  /**
   * What holds on a local date such as `2026-12-25` instead of its weekday's; null where nothing
   * does. Answers the same for the same date always, for what it says is kept.
   */
  readonly special: (date: string) => readonly Interval[] | null;
}

export type OpeningHours = 'always' | WeeklyHours;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Who has been closed for so long does not count as opening any more. */
const LONGEST_CLOSURE_MS = 366 * DAY_MS;

export function isOpen(hours: OpeningHours, at: Instant): boolean {
  if (hours === 'always') return true;
  const { stretches } = chunkAt(hours, at);
  const stretch = stretches[indexAt(stretches, at)];
  return stretch !== undefined && stretch.from <= at;
}

/**
 * The instant at which `ms` of open time have passed since `from`; a closing where they end with
 * it. A start outside the hours moves to the opening, so that no time at all is the next opening.
 *
 * @returns null where more than 366 days without any opening lie on the way.
 */
export function addOpenTime(hours: OpeningHours, from: Instant, ms: number): Instant | null {
  if (hours === 'always') return from + Math.max(0, ms);
  if (ms <= 0) return nextOpening(hours, from);
  let chunk = chunkAt(hours, from);
  let needed = ms + openUpTo(chunk, from);
  let open = from;
  for (;;) {
    const next = chunk.stretches[indexAt(chunk.stretches, open)];
    const closedFor = (next?.from ?? chunk.to) - open;
    // Said so that what is no number ends here too.
    if (!(closedFor <= LONGEST_CLOSURE_MS)) return null;
    if (needed <= chunk.openMs) return instantAfter(chunk, needed);
    needed -= chunk.openMs;
    open = Math.max(open, chunk.stretches.at(-1)?.to ?? open);
    chunk = chunkOf(hours, chunk.index + 1);
  }
}

/** Milliseconds of open time from one instant to a later one; 0 where it isn't later. */
export function openTimeBetween(hours: OpeningHours, from: Instant, to: Instant): number {
  if (to <= from) return 0;
  if (hours === 'always') return to - from;
  const last = chunkAt(hours, to);
  let chunk = chunkAt(hours, from);
  let open = -openUpTo(chunk, from);
  while (chunk.index < last.index) {
    open += chunk.openMs;
    chunk = chunkOf(hours, chunk.index + 1);
  }
  return open + openUpTo(last, to);
}

/** @returns `at` itself while open; null where there is no opening within 366 days. */
export function nextOpening(hours: OpeningHours, at: Instant): Instant | null {
  if (hours === 'always') return at;
  const last = at + LONGEST_CLOSURE_MS;
  let chunk = chunkAt(hours, at);
  for (; chunk.from <= last; chunk = chunkOf(hours, chunk.index + 1)) {
    const next = chunk.stretches[indexAt(chunk.stretches, at)];
    if (next !== undefined) return next.from <= last ? Math.max(next.from, at) : null;
  }
  return null;
}

/**
 * The end of the open time that holds `at`, or of the next.
 *
 * @returns null where it never ends, which is also said where it goes on for 366 days.
 */
export function nextClosing(hours: OpeningHours, at: Instant): Instant | null {
  const opening = nextOpening(hours, at);
  if (hours === 'always' || opening === null) return null;
  let chunk = chunkAt(hours, opening);
  let closing = chunk.stretches[indexAt(chunk.stretches, opening)]?.to ?? opening;
  // Open time that reaches the end of a chunk may go on in the next.
  while (closing === chunk.to && closing - opening <= LONGEST_CLOSURE_MS) {
    chunk = chunkOf(hours, chunk.index + 1);
    const [first] = chunk.stretches;
    if (first?.from === closing) closing = first.to;
  }
  return closing - opening <= LONGEST_CLOSURE_MS ? closing : null;
}

/**
 * The beginning of the open time that holds `at`.
 *
 * @returns null while closed, and where it has been open for 366 days.
 */
export function openSince(hours: OpeningHours, at: Instant): Instant | null {
  if (hours === 'always' || !isOpen(hours, at)) return null;
  let chunk = chunkAt(hours, at);
  let opening = chunk.stretches[indexAt(chunk.stretches, at)]?.from ?? at;
  // Open time that begins with a chunk may have begun in the one before.
  while (opening === chunk.from && at - opening <= LONGEST_CLOSURE_MS) {
    chunk = chunkOf(hours, chunk.index - 1);
    const last = chunk.stretches.at(-1);
    if (last?.to === opening) opening = last.from;
  }
  return at - opening <= LONGEST_CLOSURE_MS ? opening : null;
}

/**
 * Some local days on end, with the times when it is open in order and apart. Worked out once and
 * kept, so that a due time months ahead costs a look into a few sorted lists.
 */
interface Chunk {
  readonly index: number;
  /** The beginning of its first local day. */
  readonly from: Instant;
  /** The beginning of the local day after its last. */
  readonly to: Instant;
  readonly stretches: readonly Stretch[];
  /** How long all its stretches last. */
  readonly openMs: number;
}

interface Stretch {
  readonly from: Instant;
  readonly to: Instant;
  /** Open time of the chunk before this stretch. */
  readonly before: number;
}

/** The first stretch that ends after an instant. */
function indexAt(stretches: readonly Stretch[], at: Instant): number {
  return firstIndex(stretches, ({ to }) => to > at);
}

function openUpTo({ stretches, openMs }: Chunk, at: Instant): number {
  const stretch = stretches[indexAt(stretches, at)];
  return stretch === undefined ? openMs : stretch.before + Math.max(0, at - stretch.from);
}

/** Where so much of the chunk's open time has passed, which is more than none and not too much. */
function instantAfter({ stretches, to }: Chunk, openMs: number): Instant {
  const ends = ({ before, from, to: end }: Stretch) => before + end - from;
  const stretch = stretches[firstIndex(stretches, (one) => ends(one) >= openMs)];
  return stretch === undefined ? to : stretch.from + openMs - stretch.before;
}

/** By halves: all that hold stand after all that don't. */
function firstIndex(stretches: readonly Stretch[], holds: (stretch: Stretch) => boolean): number {
  let [low, high] = [0, stretches.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const stretch = stretches[middle];
    if (stretch !== undefined && holds(stretch)) high = middle;
    else low = middle + 1;
  }
  return low;
}

const CHUNK_DAYS = 64;
/** Some decades' worth: the dates that are asked for come from outside. */
const MOST_CHUNKS = 256;

const chunksOf = new WeakMap<WeeklyHours, Map<number, Chunk>>();

function chunkAt(hours: WeeklyHours, at: Instant): Chunk {
  const near = chunkOf(hours, Math.floor(at / DAY_MS / CHUNK_DAYS));
  if (at < near.from) return chunkOf(hours, near.index - 1);
  return at < near.to ? near : chunkOf(hours, near.index + 1);
}

function chunkOf(hours: WeeklyHours, index: number): Chunk {
  const chunks = chunksOf.get(hours) ?? new Map<number, Chunk>();
  chunksOf.set(hours, chunks);
  const known = chunks.get(index);
  if (known !== undefined) return known;
  if (chunks.size >= MOST_CHUNKS) chunks.clear();
  const chunk = makeChunk(hours, index);
  chunks.set(index, chunk);
  return chunk;
}

/** A shift of the day before may reach into the first day; what goes beyond a bound is cut there. */
function makeChunk(hours: WeeklyHours, index: number): Chunk {
  const [firstDay, endDay] = [index * CHUNK_DAYS, (index + 1) * CHUNK_DAYS];
  const clock = localClock(hours.zone);
  const [from, to] = [clock(firstDay, 0), clock(endDay, 0)];
  const found: { from: Instant; to: Instant }[] = [];
  for (let day = firstDay - 2; day < endDay; day += 1) {
    for (const interval of intervalsOn(hours, day)) {
      const [begin, end] = [clock(day, interval.from), clock(day, interval.to)];
      found.push({ from: Math.max(begin, from), to: Math.min(end, to) });
    }
  }
  const stretches = join(found);
  const last = stretches.at(-1);
  const openMs = last === undefined ? 0 : last.before + last.to - last.from;
  return { index, from, to, stretches, openMs };
}

/** @param day days since 1970-01-01, which was a Thursday */
function intervalsOn(hours: WeeklyHours, day: number): readonly Interval[] {
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
  const weekday = (((day + 3) % 7) + 7) % 7;
  return hours.special(date) ?? hours.week[weekday] ?? [];
}

/** In order, with what overlaps or touches made one. */
function join(found: readonly { from: Instant; to: Instant }[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  const sorted = found.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from);
  for (const { from, to } of sorted) {
    const last = stretches.at(-1);
    if (last === undefined) stretches.push({ from, to, before: 0 });
    else if (from > last.to) {
      stretches.push({ from, to, before: last.before + last.to - last.from });
    } else if (to > last.to) stretches[stretches.length - 1] = { ...last, to };
  }
  return stretches;
}

/** Answers the instant at which the local clock shows a minute of a day since 1970-01-01. */
function localClock(zoneName: string): (day: number, minute: number) => Instant {
  const zone = IANAZone.create(zoneName);
  const offsets = new Map<number, number>();
  const offsetAt = (at: Instant) => zone.offset(at) * MINUTE_MS;
  function offsetOn(day: number): number {
    const known = offsets.get(day);
    if (known !== undefined) return known;
    const offset = offsetAt(day * DAY_MS);
    offsets.set(day, offset);
    return offset;
  }
  return (startDay, minute) => {
    const local = startDay * DAY_MS + minute * MINUTE_MS;
    const day = Math.floor(local / DAY_MS);
    // No zone is a whole day from UTC, so a change of the clock that matters lies between the two.
    const [before, after] = [offsetOn(day - 1), offsetOn(day + 2)];
    const first = local - before;
    if (before === after || offsetAt(first) === before) return first;
    const second = local - after;
    return offsetAt(second) === after ? second : first;
  };
}
