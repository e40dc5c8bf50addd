const MINUTE_MS = 60_000;
const HOUR_MIN = 60;
const DAY_H = 24;

/** "23 min", "1 h 52 min", "2 days 3 h": the two largest units. */
export function durationWords(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / MINUTE_MS));
  if (minutes === 0) return 'less than a minute';
  if (minutes < HOUR_MIN) return `${minutes} min`;
  const hours = Math.floor(minutes / HOUR_MIN);
  if (hours < DAY_H) return both(`${hours} h`, minutes % HOUR_MIN, 'min');
  const days = Math.floor(hours / DAY_H);
  return both(days === 1 ? '1 day' : `${days} days`, hours % DAY_H, 'h');
}

function both(large: string, rest: number, unit: string): string {
  return rest === 0 ? large : `${large} ${rest} ${unit}`;
}
