import { findNumbers, type NumberCandidate } from './numbers.ts';
import { type Folded, fold, type Span, unfold } from './words.ts';

/** A telephone number in a text; `number` is its E.164 form, however it was written. */
export interface PhoneNumber extends Span {
  readonly number: string;
}

/**
 * Finds telephone numbers. `countries` are ISO 3166 codes: whose local way of writing them counts.
 * Numbering plans are data that the core does not hold, so this is handed in.
 */
export type FindPhoneNumbers = (
  text: string,
  countries: readonly string[],
) => readonly PhoneNumber[];

export interface PersonalDataRules {
  readonly countries: readonly string[];
  /** Published addresses and numbers of the company's own, in any way of writing. */
  readonly ownContacts: readonly string[];
  readonly findPhoneNumbers: FindPhoneNumbers;
}

const EMAIL =
  /(?<![\p{L}\p{M}\p{N}._%+@-])[\p{L}\p{M}\p{N}._%+'-]+@[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)+/gu;

/** Digits that are no telephone or card number: dates, years, money, percentages. */
const HARMLESS = [
  /(?<!\d)(?:19|20)\d\d([-./])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?!\d)/gu,
  /(?<!\d)(?:0?[1-9]|[12]\d|3[01])([-./])(?:0?[1-9]|[12]\d|3[01])\1(?:19|20)\d\d(?!\d)/gu,
  /(?<!\d)(?:19|20)\d\d ?- ?(?:19|20)\d\d(?!\d)/gu,
  /\p{Sc} ?\d{1,3}(?:[ .,]\d{3})*(?:[.,]\d{1,2})?(?!\d)/gu,
  /(?<!\d)\d+(?:[.,]\d+)? ?%/gu,
];

/**
 * E-mail addresses, telephone numbers, and payment card or identity numbers (13 to 19 digits that
 * pass Luhn's check, ISO/IEC 7812-1 annex B) in a text, without the company's own contact data.
 */
export function findPersonalData(text: string, rules: PersonalDataRules): readonly Span[] {
  const folded = fold(text);
  const own = readOwnContacts(rules);
  const emails = spansOf(folded.text, EMAIL).filter((span) => !own.has(cut(folded, span)));
  const rest = HARMLESS.reduce(blank, blank(folded.text, EMAIL));
  const cards = findNumbers(rest, { gap: /^[ -]{1,3}$/u, min: 13, max: 19 }, readCard);
  const phones = rules
    .findPhoneNumbers(cards.reduce(blankSpan, rest), rules.countries)
    .filter((phone) => !own.has(phone.number));
  return [...emails, ...cards, ...phones]
    .map((span) => unfold(folded, span))
    .sort((a, b) => a.start - b.start);
}

function readOwnContacts(rules: PersonalDataRules): ReadonlySet<string> {
  const own = rules.ownContacts.map((entry) => fold(entry).text.trim());
  const numbers = own.flatMap((entry) => rules.findPhoneNumbers(entry, rules.countries));
  return new Set([...own, ...numbers.map((phone) => phone.number)]);
}

function readCard(candidate: NumberCandidate): Span | null {
  return isCardLayout(candidate.groups) && passesLuhn(candidate.digits) ? candidate : null;
}

/** Groups of one size (4 4 4 4), or as on other cards; any others are several numbers in a row. */
function isCardLayout(groups: readonly number[]): boolean {
  const [first = 0] = groups;
  const last = groups.at(-1) ?? 0;
  const isEven = last <= first && groups.slice(0, -1).every((size) => size === first);
  return isEven || ['4,6,5', '4,6,4', '6,4,3', '6,4,2,1'].includes(groups.join(','));
}

function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (const [fromRight, digit] of [...digits].reverse().entries()) {
    const value = Number(digit) * (fromRight % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

function spansOf(text: string, pattern: RegExp): Span[] {
  return [...text.matchAll(pattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function cut(folded: Folded, span: Span): string {
  return folded.text.slice(span.start, span.end);
}

/** The text with the matches blanked out, every other character in its place. */
function blank(text: string, pattern: RegExp): string {
  return text.replace(pattern, (match) => '_'.repeat(match.length));
}

function blankSpan(text: string, span: Span): string {
  return text.slice(0, span.start) + '_'.repeat(span.end - span.start) + text.slice(span.end);
}
