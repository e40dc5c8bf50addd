/** What people wrote in Slack, as plain words: https://docs.slack.dev/messaging/formatting-message-text */

const REFERENCE = /<([^<>]*)>/g;

/** @param nameOf the name of a user id */
export async function plainWords(
  text: string,
  nameOf: (user: string) => Promise<string>,
): Promise<string> {
  const users = new Set([...text.matchAll(/<@(\w+)/g)].map(([, id = '']) => id));
  const names = new Map<string, string>();
  for (const id of users) names.set(id, await nameOf(id));
  const said = text.replace(REFERENCE, (_whole, inner: string) => spoken(inner, names));
  return unescapeText(said);
}

/** The first web address that stands in a message. */
export function firstLink(text: string): string | null {
  const found = /<(https?:[^<>|]+)/i.exec(text) ?? /(https?:\/\/[^\s<>|]+)/i.exec(text);
  return found?.[1] === undefined ? null : unescapeText(found[1]);
}

function spoken(inner: string, names: ReadonlyMap<string, string>): string {
  const [target = '', label = ''] = inner.split('|', 2);
  if (target.startsWith('@')) return `@${names.get(target.slice(1)) ?? (label || 'somebody')}`;
  if (target.startsWith('#')) return `#${label || 'a channel'}`;
  if (target.startsWith('!subteam^')) return label || '@a group';
  if (target.startsWith('!date^')) return label;
  if (target.startsWith('!')) return `@${label || target.slice(1)}`;
  if (label === '' || label === target) return target.replace(/^mailto:/, '');
  return target.startsWith('mailto:') ? label : `${label} (${target})`;
}

function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
