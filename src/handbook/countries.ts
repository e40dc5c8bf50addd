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

/** The zones of a country come by their canonical names; a formatter for each would cost 20 MB. */
function readCountriesOfZones(): ReadonlyMap<string, readonly string[]> {
  const zones = new Map<string, string[]>();
  for (const country of getCountries()) {
    for (const zone of new Intl.Locale(`und-${country}`).getTimeZones() ?? []) {
      zones.set(zone, [...(zones.get(zone) ?? []), country]);
    }
  }
  return zones;
}

function canonical(timezone: string): string {
  return new Intl.DateTimeFormat('en', { timeZone: timezone }).resolvedOptions().timeZone;
}
