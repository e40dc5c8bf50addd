import {
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import { findNumbers, type NumberCandidate } from '../core/numbers.ts';
import type { PhoneNumber as FoundNumber } from '../core/personal-data.ts';

/** ITU-T E.164: at most 15 digits, here with `00` in front; no plan has fewer than 7 in public. */
const SHAPE = { gap: /^[ \-./()]{1,3}$/u, min: 7, max: 17 };

/**
 * Telephone numbers in a text (digits in ASCII): international ones, and local ones as they are
 * written in the given countries. Google's numbering plans decide what is a number.
 */
export function findPhoneNumbers(
  text: string,
  countries: readonly string[],
): readonly FoundNumber[] {
  return findNumbers(text, SHAPE, (candidate) => {
    const lead = /(?:\+ ?\(?|\()$/u.exec(text.slice(0, candidate.start))?.[0] ?? '';
    const start = candidate.start - lead.length;
    const written = text.slice(start, candidate.end);
    const number = lead.startsWith('+')
      ? readInternational(written)
      : readLocal(candidate, written, countries);
    return number === null ? null : { start, end: candidate.end, number };
  });
}

function readInternational(written: string): string | null {
  const number = parsePhoneNumberFromString(written, { extract: false });
  return number?.isValid() ? number.number : null;
}

function readLocal(
  candidate: NumberCandidate,
  written: string,
  countries: readonly string[],
): string | null {
  if (candidate.digits.startsWith('00')) return readInternational(`+${candidate.digits.slice(2)}`);
  for (const country of countries) {
    if (!isSupportedCountry(country)) continue;
    const number = parsePhoneNumberFromString(written, { defaultCountry: country, extract: false });
    if (number?.isValid() && isWrittenOut(candidate.digits, number)) return number.number;
  }
  return null;
}

/**
 * Whether the digits are written as people write that number: with the leading zero where the
 * country has one, or with its calling code. Otherwise any order number might be a number, for
 * the plan fills in a zero that nobody wrote.
 */
function isWrittenOut(digits: string, number: PhoneNumber): boolean {
  const { countryCallingCode, nationalNumber } = number;
  return (
    digits === number.formatNational().replace(/\D/gu, '') ||
    digits === `0${nationalNumber}` ||
    digits === `${countryCallingCode}${nationalNumber}`
  );
}
