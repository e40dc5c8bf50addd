/**
 * The public holidays of a country or one of its regions. The library that knows them is large, so
 * it is read only where a handbook names any, and a year is worked out when a date in it matters.
 */
import { createRequire } from 'node:module';
import type Holidays from 'date-holidays';
import { nearest } from './keys.ts';

const DAY_MS = 86_400_000;

let library: typeof Holidays | null = null;

function readLibrary(): typeof Holidays {
  const loaded: typeof Holidays = library ?? createRequire(import.meta.url)('date-holidays');
  library = loaded;
  return loaded;
}

/** @returns what is wrong with the name of a country or region, and what is allowed; or null. */
export function explainUnknownPlace(place: string): string | null {
  const known = new (readLibrary())();
  const [country = '', state, region, ...rest] = place.split('-');
  const countries = known.getCountries('en');
  if (!Object.hasOwn(countries, country)) return explainUnknownCountry(place, countries);
  if (state === undefined) return null;
  const states = namesOf(known.getStates(country));
  if (!states.includes(state)) return explainUnknownRegion(place, country, states);
  if (region === undefined) return null;
  const regions = namesOf(known.getRegions(country, state));
  if (regions.includes(region) && rest.length === 0) return null;
  return explainUnknownRegion(place, `${country}-${state}`, regions);
}

/** Undefined, against its types, where a country has none. */
function namesOf(places: Readonly<Record<string, string>> | undefined): readonly string[] {
  return Object.keys(places ?? {});
}

function explainUnknownCountry(place: string, countries: Readonly<Record<string, string>>): string {
  const meant = guessCountry(place, countries);
  const hint = meant === null ? '' : ` Did you mean ${meant} (${countries[meant]})?`;
  return (
    `No public holidays known for "${place}".${hint} Allowed here: a country as two capital ` +
    'letters (ISO 3166), such as ZA, or a region of one, such as DE-BY or US-CA.'
  );
}

/** By its name, by its code in small letters, or by an old code: UK is GB. */
function guessCountry(place: string, countries: Readonly<Record<string, string>>): string | null {
  const code = /^[A-Za-z]{2}$/u.test(place) ? new Intl.Locale(`und-${place}`).region : undefined;
  if (code !== undefined) return Object.hasOwn(countries, code) ? code : null;
  const name = nearest(place, Object.values(countries));
  return Object.keys(countries).find((one) => countries[one] === name) ?? null;
}

function explainUnknownRegion(place: string, within: string, regions: readonly string[]): string {
  const allowed = [within, ...regions.map((region) => `${within}-${region}`)];
  return `No public holidays known for "${place}". Allowed here: ${allowed.join(', ')}.`;
}

/** Whether a local date such as `2026-12-25` is a public holiday in a known place. */
export function holidaysOf(place: string): (date: string) => boolean {
  const datesOf = new Map<number, ReadonlySet<string>>();
  const isIn = (year: number, date: string) => {
    const dates = datesOf.get(year) ?? datesIn(place, year);
    datesOf.set(year, dates);
    return dates.has(date);
  };
  return (date) => {
    const [, year = '', month = ''] = /^(\d{4})-(\d\d)/u.exec(date) ?? [];
    if (year === '') return false;
    // A feast that begins in December may end in January, and is known to its first year only.
    return isIn(Number(year), date) || (month === '01' && isIn(Number(year) - 1, date));
  };
}

/** A day is a holiday if one begins before its noon and goes on after it: half of them are none. */
function datesIn(place: string, year: number): ReadonlySet<string> {
  const [country = '', state = '', region = ''] = place.split('-');
  const known = new (readLibrary())(country, state, region, { types: ['public'] });
  const dates = new Set<string>();
  for (const { date, start, end } of known.getHolidays(year)) {
    const from = Date.parse(`${date.slice(0, 10)}T${date.slice(11, 19)}Z`);
    const to = from + end.getTime() - start.getTime();
    let day = Math.floor(from / DAY_MS);
    for (; day * DAY_MS < to; day += 1) {
      const noon = (day + 0.5) * DAY_MS;
      if (from < noon && noon < to) dates.add(new Date(noon).toISOString().slice(0, 10));
    }
  }
  return dates;
}
