/**
 * Foreign text on its way to a surface, which puts it where nothing is parsed, or escapes it: no
 * mention, link, emphasis or command can come alive.
 *
 * Characters that only steer how others are shown are taken out: controls, the overrides,
 * embeddings and isolates of bidi text, and zero-width characters. Kept are the marks U+200E,
 * U+200F and U+061C, which people who write from right to left type and which turn no letter
 * around, and joiners where they join: in emoji sequences and in scripts that need them.
 * Every quotation is a block of its own, so its direction ends with it; a name within a line is
 * wrapped in isolates where it holds letters from right to left.
 */

const CONTROL = /[\p{Cc}--[\n\t]]/gv;
const STEERING = /[\u202A-\u202E\u2066-\u2069\u200B\u2060-\u2065\u206A-\u206F\uFEFF\u00AD\u180E]/gu;
/** U+200C and U+200D, unless they follow a letter or mark of a script that joins. */
const LOOSE_JOINER =
  /(?<![[\p{L}\p{M}]--[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Armenian}\p{sc=Georgian}\p{sc=Hebrew}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Inherited}\p{sc=Common}]])[\u200C\u200D]/gv;
const EMOJI_JOINER =
  /(?<=\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)\u200D(?=\p{Extended_Pictographic})/gu;
/** Tag characters belong to flags such as Scotland's, and hide words anywhere else. */
const TAGS = /(\u{1F3F4}[\u{E0020}-\u{E007E}]{1,8}\u{E007F})|[\u{E0000}-\u{E007F}]/gu;
const TOWER = /(\p{M}{6})\p{M}+/gu;
const RIGHT_TO_LEFT =
  /[\u0590-\u08FF\u200F\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;
const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Stands for a joiner that is kept; a noncharacter, which no text may hold. */
const KEPT = '\uFDD0';

/** The text without anything that could mislead about the rest; line breaks stay. */
export function clean(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(KEPT, '')
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(CONTROL, '')
    .replace(STEERING, '')
    .replace(TAGS, (_tag, flag: string | undefined) => flag ?? '')
    .replace(EMOJI_JOINER, KEPT)
    .replace(LOOSE_JOINER, '')
    .replaceAll(KEPT, '\u200D')
    .replace(TOWER, '$1');
}

/** In one line, and for names within a sentence. */
export function cleanLine(text: string): string {
  return clean(text).replace(/\s+/gu, ' ').trim();
}

export interface Shortened {
  readonly text: string;
  readonly cut: boolean;
}

/**
 * The first `graphemes` characters as people count them; a cluster that goes on for ever is left
 * out, so that the result never has more than four times as many UTF-16 units.
 */
export function shorten(text: string, graphemes: number): Shortened {
  const most = graphemes * 4;
  let count = 0;
  let end = 0;
  for (const { segment } of GRAPHEMES.segment(text)) {
    if (count === graphemes || end + segment.length > most) {
      return { text: `${text.slice(0, end).trimEnd()}…`, cut: true };
    }
    count += 1;
    end += segment.length;
  }
  return { text, cut: false };
}

/** At most so many UTF-16 units, never through the middle of a character. */
export function fitUnits(text: string, units: number): string {
  if (text.length <= units) return text;
  let end = 0;
  for (const { segment } of GRAPHEMES.segment(text)) {
    if (end + segment.length > units - 1) break;
    end += segment.length;
  }
  return `${text.slice(0, end)}…`;
}

/** A foreign name within a line of ours. */
export function inline(text: string, graphemes: number): string {
  const short = shorten(cleanLine(text), graphemes).text;
  return RIGHT_TO_LEFT.test(short) ? `\u2068${short}\u2069` : short;
}

/** The link where it can be one, else null. */
export function webLink(link: string | null, longest: number): string | null {
  if (link === null || link.length > longest || !URL.canParse(link)) return null;
  const { protocol, href } = new URL(link);
  return (protocol === 'https:' || protocol === 'http:') && href.length <= longest ? href : null;
}

/** Where a link really leads. */
export function hostOf(link: string): string {
  return URL.canParse(link) ? new URL(link).host : '';
}
