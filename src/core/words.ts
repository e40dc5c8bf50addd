/**
 * Finding the handbook's words in what people write. Both sides are folded to one plain form
 * first: compatibility forms, case, apostrophes, dashes and white space no longer differ, and
 * characters that nobody can see are gone, so that they hide no word.
 */

/** A place in a text, in UTF-16 units: `text.slice(start, end)`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A folded text that remembers where each of its units stood in the original. */
export interface Folded {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Zero-width characters, joiners, bidi controls, soft hyphens, variation selectors. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}]/gu;
/** U+2800 is Braille's blank; U+FEFF counts as white space in JavaScript and is invisible here. */
const WHITE = /[[\s\u0085\u2800]--\uFEFF]/gv;
const APOSTROPHES = /[\u2018\u2019\u201B\u02B9\u02BC\u02BB\u2032`]/gu;
const QUOTES = /[\u201C\u201D\u201E\u201F\u2033]/gu;
const DASHES = /[\u2010-\u2015\u2212]/gu;
const FOREIGN_DIGIT = /(?![0-9])\p{Nd}/gu;
/** A character with the accents that follow it. */
const CLUSTER = /\P{M}\p{M}*|\p{M}+/gu;

/** Whether a text shows nothing at all: no characters, or only white space and invisible ones. */
export function isBlank(text: string): boolean {
  return withoutInvisible(text.replace(WHITE, '')) === '';
}

/** For showing a word by itself: white space as spaces, nothing that could turn or hide letters. */
export function withoutInvisible(text: string): string {
  return text.replace(WHITE, ' ').replace(INVISIBLE, '');
}

export function fold(text: string): Folded {
  const units: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (const cluster of text.matchAll(CLUSTER)) {
    const start = cluster.index;
    const end = start + cluster[0].length;
    for (const unit of foldCluster(cluster[0]).split('')) {
      if (unit === ' ' && units.at(-1) === ' ') continue;
      units.push(unit);
      starts.push(start);
      ends.push(end);
    }
  }
  return { text: units.join(''), starts, ends };
}

/** Where a span of the folded text stands in the original one. */
export function unfold(folded: Folded, span: Span): Span {
  return { start: folded.starts[span.start] ?? 0, end: folded.ends[span.end - 1] ?? 0 };
}

/**
 * Every place where one of the entries stands as a whole word or phrase, in the text's order.
 * An entry that ends in `*` finds every word that begins with it, whole.
 */
export function findWords(text: string | Folded, entries: readonly string[]): readonly Span[] {
  const folded = typeof text === 'string' ? fold(text) : text;
  return entries
    .flatMap((entry) => occurrences(folded.text, entry))
    .map((span) => unfold(folded, span))
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

export function hasAnyWord(text: string | Folded, entries: readonly string[]): boolean {
  return findWords(text, entries).length > 0;
}

function foldCluster(cluster: string): string {
  // The acute accent on its own would otherwise decompose to a space and a mark.
  const plain = withoutInvisible(cluster)
    .replace(/\u00B4/gu, "'")
    .normalize('NFKD');
  // Up and down again: ß is ss, both forms of sigma are one.
  const lower = plain.toUpperCase().toLowerCase().normalize('NFKD');
  return lower
    .replace(APOSTROPHES, "'")
    .replace(QUOTES, '"')
    .replace(DASHES, '-')
    .replace(FOREIGN_DIGIT, asciiDigit);
}

/** Decimal digits stand in runs of ten from zero to nine in every script. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}

function occurrences(text: string, entry: string): Span[] {
  const trimmed = entry.trim();
  const isPrefix = trimmed.endsWith('*');
  const needle = fold(isPrefix ? trimmed.slice(0, -1) : trimmed).text.trim();
  if (needle === '') return [];
  const found: Span[] = [];
  for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1)) {
    if (!isWordEdge(text, at)) continue;
    const end = at + needle.length;
    if (isPrefix) found.push({ start: at, end: endOfWord(text, end) });
    else if (isWordEdge(text, end)) found.push({ start: at, end });
  }
  return found;
}

function endOfWord(text: string, from: number): number {
  let end = from;
  while (end < text.length && !isWordEdge(text, end)) end += 1;
  return end;
}

/** Scripts that put no spaces between words: any place in them may be a word's edge. */
const UNSPACED =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u;

function isWordEdge(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return true;
  const before = baseBefore(text, at);
  const after = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (splitsPair(text, at) || /\p{M}/u.test(after)) return false;
  if (UNSPACED.test(before) || UNSPACED.test(after)) return true;
  const kind = kindOf(before);
  return kind === 'other' || kind !== kindOf(after);
}

/** Between the two halves of one character; a half that stands alone is a character of its own. */
function splitsPair(text: string, at: number): boolean {
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(at - 1, at + 1));
}

/** The character before a place, without the accents that stand on it; empty when there is none. */
function baseBefore(text: string, at: number): string {
  let end = at;
  for (;;) {
    const character = [...text.slice(Math.max(0, end - 2), end)].at(-1) ?? '';
    if (!/\p{M}/u.test(character)) return character;
    end -= character.length;
  }
}

function kindOf(character: string): 'letter' | 'digit' | 'other' {
  if (/\p{L}/u.test(character)) return 'letter';
  return /\p{N}/u.test(character) ? 'digit' : 'other';
}
