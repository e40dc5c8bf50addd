/** What Slack would bring to life in a message or dialog: mentions, links, commands. */

export interface LivePart {
  readonly type: string;
  /** Where a link leads, whom a mention names, or the text that is parsed. */
  readonly to: string;
  readonly label: string;
}

const LIVE_ELEMENTS = ['user', 'usergroup', 'channel', 'broadcast', 'team', 'link', 'date'];

export function liveParts(thing: unknown): readonly LivePart[] {
  if (Array.isArray(thing)) return thing.flatMap(liveParts);
  if (typeof thing !== 'object' || thing === null) return [];
  const part = new Map<string, unknown>(Object.entries(thing));
  const text = (name: string) => String(part.get(name) ?? '');
  const type = text('type');
  const own: LivePart[] = [];
  if (LIVE_ELEMENTS.includes(type)) {
    const to = ['url', 'user_id', 'channel_id', 'range', 'usergroup_id'].map(text).join('');
    own.push({ type, to, label: text('text') });
  }
  if (type === 'button' && part.has('url')) own.push({ type: 'link', to: text('url'), label: '' });
  if (type === 'mrkdwn') own.push(...parsed(text('text')));
  return [...own, ...[...part.values()].flatMap(liveParts)];
}

/** Of a text that Slack parses: `<…>` is a mention, a link or a command. */
export function parsed(text: string): readonly LivePart[] {
  return [...text.matchAll(/<([^>]*)>/gu)].map(([, inside = '']) => ({
    type: 'mrkdwn',
    to: inside,
    label: inside.split('|')[1] ?? '',
  }));
}

/** Characters that turn or hide others, apart from the isolates that Heed puts around names. */
export const STEERING = /[\u202A-\u202E\u2066\u2067\u200B\u2060-\u2064\uFEFF\u00AD]/u;
