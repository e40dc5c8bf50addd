/** Where one writes: a message or a command in the workspace, a comment in the square. */

import { h } from './dom.js';
import { act, actInSquare, redraw, say, store } from './store.js';

/** @typedef {import('./types.d.ts').Channel} Channel */
/** @typedef {import('./types.d.ts').Post} Post */
/** @typedef {import('./types.d.ts').Square} Square */

/** @param {Channel} channel @param {string} name @param {string} threadTs */
export function messageForm(channel, name, threadTs) {
  const place = `${store.as}/${channel.id}/${threadTs}`;
  const text = store.drafts.get(place) ?? '';
  const write = (/** @type {string} */ words) => {
    store.drafts.set(place, words);
    redraw();
  };
  const send = async () => {
    const words = text.trim();
    if (words === '') return;
    const command = words.startsWith('/');
    if (command && threadTs !== '') return say('Commands work in the channel, not in a thread.');
    write('');
    const about = command ? { type: 'slash' } : { type: 'message', ...(threadTs && { threadTs }) };
    const ok = await act({ ...about, channel: channel.id, text: words });
    if (!ok && !store.drafts.get(place)) write(text);
  };
  const onkeydown = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  const oninput = (/** @type {{ target: HTMLTextAreaElement }} */ { target }) =>
    write(target.value);
  const field = {
    'aria-label': name,
    placeholder: threadTs ? name : `${name}, or type /heed`,
    rows: 1,
    value: text,
  };
  const hint = text.startsWith('/') && h('small', { class: 'muted' }, 'Enter runs the command');
  const button = {
    type: 'button',
    class: 'button primary',
    disabled: text.trim() === '',
    onclick: send,
  };
  const wide = h('div', { class: 'grow' }, h('textarea', { ...field, oninput, onkeydown }), hint);
  return h('div', { class: 'composer' }, wide, h('button', button, 'Send'));
}

/** @param {Square} square */
export function commentForm(square) {
  const answered = square.posts.find((one) => one.id === store.replyTo && !one.deleted);
  const text = store.drafts.get('square') ?? '';
  const needsWords = store.kind === 'comment';
  const customer = square.customers.find((one) => one.id === store.customer) ?? square.customers[0];
  const onsubmit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement) || (needsWords && text.trim() === '')) return;
    const under = answered?.postId ?? new FormData(event.target).get('under');
    const about = {
      kind: store.kind,
      customer: customer?.id,
      postId: under,
      ...(answered && { inReplyTo: answered.id }),
    };
    if (!(await actInSquare({ type: 'post', ...about, text: text.trim() }))) return;
    store.drafts.delete('square');
    store.replyTo = '';
    store.kind = 'comment';
    redraw();
  };
  const oninput = (/** @type {{ target: HTMLTextAreaElement }} */ { target }) => {
    store.drafts.set('square', target.value);
    redraw();
  };
  const onkeydown = (/** @type {KeyboardEvent & { target: HTMLTextAreaElement }} */ event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
      event.target.form?.requestSubmit();
  };
  const box = {
    id: 'comment',
    'aria-label': 'Your comment',
    placeholder: needsWords ? 'Say it in public…' : 'Nothing to be said is fine too',
    rows: 2,
    value: text,
  };
  return h(
    'form',
    { class: 'say', onsubmit },
    h(
      'div',
      { class: 'row' },
      h('label', null, 'Post as ', customers(square, customer?.id)),
      kinds(),
      whereTo(square, answered),
    ),
    h(
      'div',
      { class: 'row' },
      h('textarea', { ...box, oninput, onkeydown }),
      h(
        'button',
        { type: 'submit', class: 'button primary', disabled: needsWords && text.trim() === '' },
        'Post',
      ),
    ),
  );
}

/** @type {[import('./types.d.ts').Kind, string][]} */
const KINDS = [
  ['comment', 'a comment'],
  ['repost', 'a repost'],
  ['like', 'a like'],
  ['tag', 'a tag'],
];

/** What Heed is told that it is. */
function kinds() {
  const onchange = (/** @type {{ target: HTMLSelectElement }} */ { target }) => {
    store.kind = KINDS.find(([kind]) => kind === target.value)?.[0] ?? 'comment';
    redraw();
  };
  const options = KINDS.map(([value, name]) => h('option', { value }, name));
  return h('select', { 'aria-label': 'Kind of post', value: store.kind, onchange }, options);
}

/** @param {Square} square @param {string} [chosen] */
function customers(square, chosen) {
  const onchange = (/** @type {{ target: HTMLSelectElement }} */ { target }) => {
    store.customer = target.value;
    redraw();
  };
  const options = square.customers.map((one) => h('option', { value: one.id }, one.name));
  return h('select', { 'aria-label': 'Post as', value: chosen, onchange }, options);
}

/** @param {Square} square @param {Post} [answered] */
function whereTo(square, answered) {
  if (!answered) {
    const options = square.ourPosts.map((one) => h('option', { value: one.id }, one.title));
    return h(
      'label',
      { key: 'under' },
      'under ',
      h('select', { name: 'under', 'aria-label': 'Under' }, options),
    );
  }
  const onclick = () => {
    store.replyTo = '';
    redraw();
  };
  const cross = { type: 'button', class: 'quiet cross', 'aria-label': 'Not a reply', onclick };
  const name = answered.author?.name ?? 'the company';
  return h(
    'span',
    { key: 'to', class: 'reply-to' },
    `in reply to ${name}`,
    h('button', cross, '✕'),
  );
}
