/** Slack's mrkdwn, plain text and rich text, drawn as nodes. */

import { h } from './dom.js';
import { follow, store } from './store.js';

/** @typedef {import('./dom.js').VNode} VNode */
/** @typedef {import('./types.d.ts').Text} Text */
/** @typedef {import('./types.d.ts').Rich} Rich */
/** @typedef {(VNode | string)[]} Nodes */

const INLINE = new RegExp(
  [
    '<([^<>\\n]+)>',
    '`([^`\\n]+)`',
    ...['\\*', '_', '~'].map(
      (m) => `(?<![\\p{L}\\p{N}${m}])${m}(?=\\S)([^\\n${m}]+)(?<=\\S)${m}(?![\\p{L}\\p{N}${m}])`,
    ),
    ':([a-z0-9_+-]+):',
    '(https?:\\/\\/[^\\s<>|]*[^\\s<>|.,;:!?)\'"])',
  ].join('|'),
  'gu',
);

/** @type {Record<string, string>} */
const EMOJI = {
  warning: '⚠️',
  white_check_mark: '✅',
  heavy_check_mark: '✔️',
  x: '❌',
  eyes: '👀',
  lock: '🔒',
  hourglass: '⌛',
  hourglass_flowing_sand: '⏳',
  alarm_clock: '⏰',
  bell: '🔔',
  no_entry: '⛔',
  red_circle: '🔴',
  large_orange_circle: '🟠',
  large_yellow_circle: '🟡',
  large_green_circle: '🟢',
  pencil2: '✏️',
  memo: '📝',
  speech_balloon: '💬',
  information_source: 'ℹ️',
  link: '🔗',
  wave: '👋',
  camera: '📷',
  rotating_light: '🚨',
  thread: '🧵',
  '+1': '👍',
  arrow_right: '➡️',
  tada: '🎉',
};

/** @param {Text | undefined} text @returns {Nodes} */
export function textNodes(text) {
  if (!text) return [];
  return text.type === 'mrkdwn' ? mrkdwn(text.text) : [plain(text)];
}

/** A plain_text object as a string, with its emoji. @param {Text | undefined} text */
export function plain(text) {
  return (text?.text ?? '').replace(/:([a-z0-9_+-]+):/g, (all, name) => EMOJI[name] ?? all);
}

/** @param {string} text @returns {Nodes} */
export function mrkdwn(text) {
  return text.split(/```\n?/).flatMap((part, index) => {
    if (index % 2 === 1) return [h('pre', null, unescape(part.replace(/\n$/, '')))];
    return paragraphs(index === 0 ? part : part.replace(/^\n/, ''));
  });
}

/** Runs of quoted lines become quotes. @param {string} text @returns {Nodes} */
function paragraphs(text) {
  /** @type {{ quote: boolean, lines: string[] }[]} */
  const runs = [];
  for (const line of text === '' ? [] : text.split('\n')) {
    const quote = /^(>|&gt;)/.test(line);
    const last = runs.at(-1);
    const bare = quote ? line.replace(/^(>|&gt;) ?/, '') : line;
    if (last?.quote === quote) last.lines.push(bare);
    else runs.push({ quote, lines: [bare] });
  }
  return runs.map((run) => h(run.quote ? 'blockquote' : 'div', null, inline(run.lines.join('\n'))));
}

/** @param {string} text @returns {Nodes} */
function inline(text) {
  /** @type {Nodes} */
  const out = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    const [all, angle, code, bold, italic, strike, emoji, url] = match;
    out.push(unescape(text.slice(from, match.index)));
    from = match.index + all.length;
    if (angle) out.push(reference(angle));
    else if (code) out.push(h('code', null, unescape(code)));
    else if (bold) out.push(h('strong', null, inline(bold)));
    else if (italic) out.push(h('em', null, inline(italic)));
    else if (strike) out.push(h('s', null, inline(strike)));
    else if (url) out.push(anchor(unescape(url), unescape(url)));
    else out.push(EMOJI[emoji ?? ''] ?? all);
  }
  out.push(unescape(text.slice(from)));
  return out;
}

/** `<@U…>`, `<#C…>`, `<!date^…>`, `<url|label>`. @param {string} inner */
function reference(inner) {
  const [target = '', label] = inner.split(/\|(.*)/s);
  if (target.startsWith('@')) return userName(target.slice(1));
  if (target.startsWith('#')) return channelName(target.slice(1), label);
  if (target.startsWith('!date^')) return date(target, label);
  if (target.startsWith('!subteam^')) return groupName(target.slice('!subteam^'.length));
  if (target.startsWith('!')) return h('span', { class: 'at' }, `@${target.slice(1)}`);
  return anchor(unescape(target), unescape(label ?? target));
}

/** @param {string} id */
function userName(id) {
  const user = store.state?.users.find((one) => one.id === id);
  const mine = id === store.state?.me;
  return h('span', { class: mine ? 'at me' : 'at' }, `@${user?.name ?? 'someone'}`);
}

/** @param {string} id */
function groupName(id) {
  const group = store.state?.groups.find((one) => one.id === id);
  return h('span', { class: 'at' }, `@${group?.handle ?? 'group'}`);
}

/** @param {string} id @param {string} [label] */
function channelName(id, label) {
  const channel = store.state?.channels.find((one) => one.id === id);
  if (!channel) return h('span', { class: 'at' }, `#${label ?? 'private'}`);
  return anchor(`/?channel=${encodeURIComponent(id)}`, `#${channel.name}`);
}

/** `!date^seconds^format^link`, by Slack's tokens. @param {string} target @param {string} [fallback] */
function date(target, fallback) {
  const [, seconds, format = '', url] = target.split('^');
  const when = new Date(Number(seconds) * 1000);
  if (Number.isNaN(when.getTime())) return fallback ?? target;
  const text = format.replace(/\{(\w+)\}/g, (all, token) => dateToken(when, token) ?? all);
  return url
    ? anchor(url, text)
    : h('time', { datetime: when.toISOString(), title: fallback }, text);
}

/** @param {Date} when @param {string} token */
function dateToken(when, token) {
  /** @param {Intl.DateTimeFormatOptions} options */
  const say = (options) => new Intl.DateTimeFormat('en-GB', options).format(when);
  const name = token.replace('_pretty', '');
  const days = Math.round(
    (new Date(when).setHours(0, 0, 0, 0) - new Date().setHours(0, 0, 0, 0)) / 864e5,
  );
  if (name !== token && Math.abs(days) < 2) return ['yesterday', 'today', 'tomorrow'][days + 1];
  if (name === 'time') return say({ hour: '2-digit', minute: '2-digit' });
  if (name === 'time_secs') return say({ timeStyle: 'medium' });
  if (name === 'date_num') return when.toISOString().slice(0, 10);
  if (name === 'date_short') return say({ day: 'numeric', month: 'short', year: 'numeric' });
  if (name === 'date_long') return say({ dateStyle: 'full' });
  if (name === 'date') return say({ day: 'numeric', month: 'long', year: 'numeric' });
  return undefined;
}

/**
 * A link to the web, to a post in the square or to a message here; any other scheme stays text.
 * @param {string} href @param {string} label
 * @returns {VNode | string}
 */
function anchor(href, label) {
  const url = URL.parse(href, location.href);
  if (!url || !['http:', 'https:', 'mailto:'].includes(url.protocol)) return label;
  /** @param {MouseEvent} event */
  const onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !follow(url.href)) return;
    event.preventDefault();
  };
  return h('a', { href: url.href, target: '_blank', rel: 'noopener noreferrer', onclick }, label);
}

/** @param {string} text */
function unescape(text) {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** The parts of a rich_text block. @param {Rich[]} elements @returns {Nodes} */
export function rich(elements) {
  return elements.map((part) => {
    const inside = part.elements ?? [];
    if (part.type === 'rich_text_quote') return h('blockquote', null, inside.map(span));
    if (part.type === 'rich_text_preformatted') return h('pre', null, inside.map(span));
    if (part.type !== 'rich_text_list') return h('div', null, inside.map(span));
    const items = inside.map((item) => h('li', null, (item.elements ?? []).map(span)));
    const indent = `margin-inline-start: ${(part.indent ?? 0) * 1.5}rem`;
    const start = (part.offset ?? 0) + 1;
    return part.style === 'ordered'
      ? h('ol', { start, style: indent }, items)
      : h('ul', { style: indent }, items);
  });
}

/** Circles are drawn: not every machine has a font with colours. */
const CIRCLES = { large_yellow_circle: 'yellow', red_circle: 'red' };

/** @param {string} name @returns {VNode | string} */
function emojiNode(name) {
  const circle = CIRCLES[/** @type {keyof typeof CIRCLES} */ (name)];
  if (!circle) return EMOJI[name] ?? `:${name}:`;
  const label = `${circle} circle`;
  return h('span', { class: `circle ${circle}`, role: 'img', 'aria-label': label, title: label });
}

/** @param {Rich} part @returns {VNode | string} */
function span(part) {
  /** @type {VNode | string} */
  let node = part.text ?? '';
  if (part.type === 'link') node = anchor(part.url ?? '', part.text ?? part.url ?? '');
  if (part.type === 'emoji') node = emojiNode(part.name ?? '');
  if (part.type === 'user') node = userName(part.user_id ?? '');
  if (part.type === 'usergroup') node = groupName(part.usergroup_id ?? '');
  if (part.type === 'channel') node = channelName(part.channel_id ?? '');
  if (part.type === 'broadcast') node = h('span', { class: 'at' }, `@${part.range}`);
  if (part.type === 'date') node = date(`!date^${part.timestamp}^${part.format}`, part.fallback);
  const style = typeof part.style === 'object' ? part.style : {};
  if (style.code) node = h('code', null, node);
  if (style.bold) node = h('strong', null, node);
  if (style.italic) node = h('em', null, node);
  return style.strike ? h('s', null, node) : node;
}
