/** The texts that Slack parses: https://docs.slack.dev/messaging/formatting-message-text */
import { type ClockFormat, formatFor, partsOf, plainTime } from '../../front/clock.ts';

/** Slack shows an instant in each reader's own zone. */
export const DATE_FORMATS: Readonly<Record<ClockFormat, string>> = {
  day: '{date_short_pretty} at {time}',
  weekday: '{date_long} at {time}',
  since: '{date_short_pretty}, {time}',
  seconds: '{time_secs}',
  time: '{time}',
};

/** For the places that Slack parses: nothing of the text becomes a mention, link or date. */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A sentence of the core's: escaped, with live times. */
export function mrkdwnSentence(sentence: string, now: number, timezone: string): string {
  return partsOf(sentence)
    .map((part) => {
      if (part.type === 'text') return escapeMrkdwn(part.text);
      const format = formatFor(part.at, now, timezone);
      const plain = plainTime(part.at, format, timezone);
      return `<!date^${Math.floor(part.at / 1000)}^${DATE_FORMATS[format]}|${plain}>`;
    })
    .join('');
}
