/** The staff's side: channels, messages, threads. */

import { drawBlocks } from './blocks.js';
import { messageForm } from './composers.js';
import { h } from './dom.js';
import { isRewritten, messageMenu, rewriteForm } from './message-menu.js';
import { mrkdwn } from './mrkdwn.js';
import { avatar, clock, day } from './people.js';
import { act, goTo, HOME, openHome, redraw, store } from './store.js';

/** @typedef {import('./types.d.ts').State} State */
/** @typedef {import('./types.d.ts').Channel} Channel */
/** @typedef {import('./types.d.ts').Message} Message */

const TOGETHER_MS = 5 * 60_000;

/** @param {State} state */
export function workspace(state) {
  const channel = state.channels.find((one) => one.id === store.channel);
  const atHome = store.channel === HOME;
  return h(
    'section',
    { key: 'workspace', id: 'workspace', class: 'workspace', 'aria-label': 'Workspace' },
    sidebar(state),
    atHome && home(state),
    channel && room(state, channel),
    channel && store.thread !== '' && thread(state, channel),
  );
}

/** A channel as people say it. @param {State} state @param {Channel} channel */
function nameOf(state, channel) {
  return channel.kind === 'im'
    ? (partner(state, channel)?.name ?? channel.name)
    : `#${channel.name}`;
}

/** Who is at the other end of a direct message. @param {State} state @param {Channel} channel */
function partner(state, channel) {
  const named = state.users.find((one) => one.id === channel.with && one.id !== state.me);
  return named ?? state.users.find((one) => one.isBot);
}

/** @param {State} state */
function sidebar(state) {
  const list = (/** @type {Channel['kind']} */ kind) =>
    state.channels.filter((one) => one.kind === kind).map((one) => entry(state, one));
  const direct = list('im');
  return h(
    'nav',
    { class: 'sidebar', 'aria-label': 'Channels' },
    h('p', { class: 'team' }, state.team.name),
    h('h2', null, 'Channels'),
    list('channel'),
    direct.length > 0 && h('h2', null, 'Direct messages'),
    direct,
    h('h2', null, 'Apps'),
    homeEntry(),
  );
}

/** @param {State} state @param {Channel} channel */
function entry(state, channel) {
  const { id, kind, unread } = channel;
  const name = nameOf(state, channel);
  const here = id === store.channel;
  const props = {
    key: id,
    type: 'button',
    class: unread > 0 && !here ? 'entry unread' : 'entry',
    'aria-label': name,
    'aria-description': unread > 0 ? `${unread} unread` : null,
    'aria-current': here && 'true',
    onclick: () => goTo(id),
  };
  const user = partner(state, channel);
  const mark =
    kind === 'im'
      ? avatar(user?.initials ?? '?', user?.color ?? '', 'small')
      : h('i', { title: channel.isPrivate && 'Private' }, channel.isPrivate ? '▣' : '#');
  const label = kind === 'im' ? name : channel.name;
  const count = unread > 0 && !here && h('b', { class: 'count' }, unread);
  return h('button', props, mark, h('span', { class: 'label' }, label), count);
}

/** Heed's Home tab. */
function homeEntry() {
  const props = {
    key: HOME,
    'aria-label': 'Home',
    type: 'button',
    class: 'entry',
    'aria-current': store.channel === HOME && 'true',
    onclick: openHome,
  };
  return h('button', props, h('i', null, '⌂'), h('span', { class: 'label' }, 'Home'));
}

/** @param {State} state */
function home(state) {
  const drawn = state.home
    ? drawBlocks(state.home.blocks, { viewId: state.home.id, values: state.home.values })
    : h('p', { class: 'empty' }, 'Nothing here yet.');
  return h(
    'div',
    { key: `home/${state.me}`, class: 'room home' },
    h(
      'header',
      { class: 'bar' },
      h('h2', null, 'Heed: Home'),
      h('p', { class: 'muted' }, 'Only you see this'),
    ),
    h('div', { class: 'tab', role: 'region', 'aria-label': 'Home', tabindex: '0' }, drawn),
  );
}

/** @param {State} state @param {Channel} channel */
function room(state, channel) {
  const name = nameOf(state, channel);
  const all = (state.messages[channel.id] ?? []).filter(
    (one) => !one.threadTs || one.threadTs === one.ts || one.broadcast,
  );
  const everybody = channel.isPrivate
    ? 'Only its members see'
    : `Everybody at ${state.team.name} sees`;
  const about = channel.kind === 'im' ? 'Only the two of you see this' : `${everybody} this`;
  return h(
    'div',
    { key: `room/${channel.id}`, class: 'room' },
    h('header', { class: 'bar' }, h('h2', null, name), h('p', { class: 'muted' }, about)),
    h(
      'div',
      {
        class: 'list',
        role: 'log',
        'aria-live': 'polite',
        'aria-label': `Messages in ${name}`,
        tabindex: '0',
      },
      all.length === 0 && h('p', { class: 'empty' }, `Nothing in ${name} yet.`),
      all.flatMap((one, index) => withDay(state, channel, one, all[index - 1])),
    ),
    messageForm(channel, `Message ${name}`, ''),
  );
}

/** @param {State} state @param {Channel} channel @param {Message} message @param {Message} [before] */
function withDay(state, channel, message, before) {
  const today = day(message.at);
  const drawn = article(state, channel, message, '', before);
  if (before && day(before.at) === today) return [drawn];
  return [h('p', { key: `day/${today}`, class: 'day' }, h('span', null, today)), drawn];
}

/** @param {State} state @param {Channel} channel @param {Message} message @param {string} pane @param {Message} [before] */
function article(state, channel, message, pane, before) {
  const user = state.users.find((one) => one.id === message.user);
  const together =
    before?.user === message.user &&
    message.at - before.at < TOGETHER_MS &&
    !isFramed(message) &&
    !isFramed(before) &&
    !isShownAlone(message, pane) &&
    !message.ephemeral &&
    !before.ephemeral;
  const props = {
    key: message.ts,
    'data-ts': message.ts,
    'data-channel': channel.id,
    'data-ephemeral': message.ephemeral,
    tabindex: '-1',
    class: `message ${together ? 'together' : ''} ${store.lit === message.ts ? 'lit' : ''}`,
  };
  const byline = h(
    'p',
    { class: 'byline' },
    h('strong', null, user?.name ?? message.user),
    user?.isBot && h('span', { class: 'tag' }, 'app'),
    h('time', { datetime: new Date(message.at).toISOString() }, clock(message.at)),
    message.ephemeral && h('span', { class: 'private' }, 'Only visible to you'),
    isShownAlone(message, pane) &&
      h(
        'span',
        { class: 'muted parent' },
        'replied to a thread:',
        parentText(state, channel, message),
      ),
  );
  return h(
    'article',
    props,
    avatar(user?.initials ?? '?', user?.color ?? ''),
    h(
      'div',
      { class: 'said' },
      byline,
      isRewritten(message, pane) ? rewriteForm(channel, message) : content(channel, message, pane),
      h(
        'div',
        { class: 'below' },
        replies(message, pane),
        messageMenu(state, channel, message, pane),
      ),
    ),
  );
}

/** A reply in a thread that the channel shows too: it says in which. @param {Message} message @param {string} pane */
function isShownAlone(message, pane) {
  return message.broadcast === true && pane === '';
}

/** @param {State} state @param {Channel} channel @param {Message} message */
function parentText(state, channel, { threadTs }) {
  const parent = (state.messages[channel.id] ?? []).find((one) => one.ts === threadTs);
  return mrkdwn(parent?.text ?? '');
}

/** @param {Channel} channel @param {Message} message @param {string} pane */
function content(channel, message, pane) {
  const edited = message.edited && h('small', { class: 'muted' }, '(edited)');
  const blocks = message.blocks ?? [];
  if (blocks.length === 0) return h('div', { class: 'words' }, mrkdwn(message.text), edited);
  const place = { pane, channel: channel.id, ts: message.ts };
  return h('div', { class: isFramed(message) ? 'card' : 'words' }, drawBlocks(blocks, place));
}

/** A card, not just a line. @param {Message} message */
function isFramed({ blocks = [] }) {
  return blocks.length > 1 || blocks.some((block) => block.accessory || block.element);
}

/** @param {Message} message @param {string} pane */
function replies(message, pane) {
  if (pane !== '' || message.ephemeral) return null;
  const count = message.replyCount;
  const onclick = () => {
    store.thread = message.threadTs ?? message.ts;
    redraw();
  };
  const inside = message.broadcast ? 'Open the thread' : 'Reply in thread';
  const name = count === 0 ? inside : count === 1 ? '1 reply' : `${count} replies`;
  return h(
    'button',
    { type: 'button', class: count > 0 ? 'replies' : 'replies quiet', onclick },
    name,
  );
}

/** @param {State} state @param {Channel} channel */
function thread(state, channel) {
  const all = state.messages[channel.id] ?? [];
  const parent = all.find((one) => one.ts === store.thread);
  const inside = all.filter((one) => one.threadTs === store.thread && one.ts !== store.thread);
  const close = () => {
    const opener = document.querySelector(`[data-ts="${store.thread}"] .replies`);
    store.thread = '';
    redraw();
    if (opener instanceof HTMLElement) opener.focus();
  };
  const onkeydown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) close();
  };
  const cross = {
    type: 'button',
    class: 'quiet cross',
    'aria-label': 'Close thread',
    onclick: close,
  };
  const count = inside.length === 1 ? '1 reply' : `${inside.length} replies`;
  return h(
    'aside',
    { key: `thread/${store.thread}`, class: 'thread', 'aria-label': 'Thread', onkeydown },
    h(
      'header',
      { class: 'bar' },
      h('h2', null, 'Thread'),
      h('p', { class: 'muted' }, nameOf(state, channel)),
      h('button', cross, '✕'),
    ),
    h(
      'div',
      {
        class: 'list',
        role: 'log',
        'aria-live': 'polite',
        'aria-label': 'Messages in the thread',
        tabindex: '0',
      },
      parent
        ? article(state, channel, parent, 'thread/')
        : h('p', { class: 'empty' }, 'The first message is gone.'),
      inside.length > 0 && h('p', { key: 'count', class: 'day' }, h('span', null, count)),
      inside.map((one, index) => article(state, channel, one, 'thread/', inside[index - 1])),
    ),
    messageForm(channel, 'Reply in the thread', store.thread),
  );
}

let lastRead = '';

/** Tells the server that the open channel has been seen, once for each new message. @param {State} state */
export function markRead(state) {
  const channel = state.channels.find((one) => one.id === store.channel);
  const shown = document.querySelector('#workspace')?.getClientRects().length ?? 0;
  if (!channel || channel.unread === 0 || shown === 0 || document.hidden) return;
  const seen = `${state.me}/${channel.id}/${state.messages[channel.id]?.at(-1)?.ts}`;
  if (seen === lastRead) return;
  lastRead = seen;
  act({ type: 'read', channel: channel.id });
}
