/** What can be done with a message: track it in Heed; edit or delete it where it is one's own. */

import { h } from './dom.js';
import { act, redraw, store } from './store.js';

/** @typedef {import('./types.d.ts').State} State */
/** @typedef {import('./types.d.ts').Channel} Channel */
/** @typedef {import('./types.d.ts').Message} Message */

/** @param {State} state @param {Channel} channel @param {Message} message @param {string} pane */
export function messageMenu(state, channel, message, pane) {
  if (message.ephemeral) return null;
  const place = { channel: channel.id, ts: message.ts };
  const shortcut = { type: 'shortcut', callbackId: 'track', ...place };
  const own = message.user === state.me;
  const rewrite = () => {
    store.rewriting = pane + message.ts;
    store.drafts.set(`rewrite/${message.ts}`, message.text);
    redraw();
  };
  return h(
    'details',
    { key: `menu/${message.ts}`, class: 'message-menu' },
    h('summary', { 'aria-label': 'Message menu' }, '⋯'),
    entry('Track in Heed', () => act(shortcut, `track/${message.ts}`)),
    own && entry('Edit', rewrite),
    own && entry('Delete', () => act({ type: 'delete', ...place }, `delete/${message.ts}`)),
  );
}

/** @param {string} label @param {() => unknown} choose */
function entry(label, choose) {
  const onclick = (/** @type {{ currentTarget: HTMLElement }} */ { currentTarget }) => {
    currentTarget.closest('details')?.removeAttribute('open');
    choose();
  };
  return h('button', { type: 'button', class: 'quiet', onclick }, label);
}

/** @param {Message} message @param {string} pane */
export function isRewritten(message, pane) {
  return store.rewriting === pane + message.ts;
}

/** @param {Channel} channel @param {Message} message */
export function rewriteForm(channel, message) {
  const place = `rewrite/${message.ts}`;
  const text = store.drafts.get(place) ?? message.text;
  const leave = () => {
    store.rewriting = '';
    store.drafts.delete(place);
    redraw();
  };
  const save = async () => {
    const about = { channel: channel.id, ts: message.ts, text: text.trim() };
    if (about.text !== '' && (await act({ type: 'edit', ...about }, place))) leave();
  };
  const oninput = (/** @type {{ target: HTMLTextAreaElement }} */ { target }) => {
    store.drafts.set(place, target.value);
    redraw();
  };
  const oncreate = (/** @type {HTMLElement} */ node) => node.focus();
  const field = { 'aria-label': 'Edit message', rows: 2, value: text, oninput, oncreate };
  const disabled = text.trim() === '';
  return h(
    'div',
    { key: place, class: 'composer' },
    h('div', { class: 'grow' }, h('textarea', field)),
    h('button', { type: 'button', class: 'button', onclick: leave }, 'Cancel'),
    h('button', { type: 'button', class: 'button primary', disabled, onclick: save }, 'Save'),
  );
}
