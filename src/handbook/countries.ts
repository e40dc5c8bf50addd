/// <reference lib="esnext.intl" />

import { getCountries } from 'libphonenumber-js/max';

let countriesOfZones: ReadonlyMap<string, readonly string[]> | null = null;

/**
 * The countries (ISO 3166) in which a time zone is used, after the platform's own data (CLDR);
 * none for `UTC` and its like.
 */
export function countriesOf(timezone: string): readonly string[] {
  countriesOfZones ??= readCountriesOfZones();
  return countriesOfZones.get(canonical(timezone)) ?? [];
}

function readCountriesOfZones(): ReadonlyMap<string, readonly string[]> {
  const zones = new Map<string, string[]>();
  for (const country of getCountries()) {
    for (const zone of new Intl.Locale(`und-${country}`).getTimeZones() ?? []) {
      zones.set(canonical(zone), [...(zones.get(canonical(zone)) ?? []), country]);
    }
  }
  return zones;
}

function canonical(timezone: string): string {
  return new Intl.DateTimeFormat('en', { timeZone: timezone }).resolvedOptions().timeZone;
}
