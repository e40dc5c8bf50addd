/** The bar on top, the hint for newcomers, and the two tabs of a narrow screen. */

import { h } from './dom.js';
import { become, redraw, store } from './store.js';

/** @typedef {import('./types.d.ts').State} State */

/** @param {State} state */
export function unreadOf(state) {
  return state.channels.reduce((sum, one) => sum + one.unread, 0);
}

/** @param {State} state */
export function topBar(state) {
  const options = state.users
    .filter((user) => !user.isBot)
    .map((user) =>
      h('option', { value: user.id }, user.title ? `${user.name}, ${user.title}` : user.name),
    );
  const onchange = (/** @type {{ target: HTMLSelectElement }} */ { target }) =>
    become(target.value);
  const trouble = !store.online
    ? 'The sandbox does not answer'
    : state.connected
      ? ''
      : 'Heed is connecting…';
  return h(
    'header',
    { class: 'top' },
    h(
      'h1',
      null,
      h('span', { class: 'mark', 'aria-hidden': 'true' }),
      'Heed',
      h('small', null, 'sandbox'),
    ),
    h('p', { class: 'trouble', role: 'status' }, trouble),
    h(
      'label',
      { class: 'you' },
      h('span', null, 'You are'),
      h('select', { 'aria-label': 'You are', value: state.me, onchange }, options),
    ),
  );
}

/** Shown until it is dismissed, once for all. */
export function hint() {
  if (!store.hint) return null;
  const onclick = () => {
    store.hint = false;
    localStorage.setItem('heed.hint', 'off');
    redraw();
  };
  const wide = 'Post something on the left as a customer; answer it on the right as staff.';
  const narrow = 'Post something in the square as a customer; answer it in the workspace as staff.';
  return h(
    'p',
    { key: 'hint', class: 'hint' },
    h('span', { class: 'wide' }, wide),
    h('span', { class: 'narrow' }, narrow),
    h(
      'button',
      { type: 'button', class: 'quiet cross', 'aria-label': 'Dismiss this hint', onclick },
      '✕',
    ),
  );
}

/** On narrow screens, one side at a time. @param {State} state */
export function tabs(state) {
  return h(
    'div',
    { key: 'tabs', class: 'tabs', role: 'tablist', 'aria-label': 'Sides' },
    tab('square', 'Square', 0),
    tab('workspace', 'Workspace', unreadOf(state)),
  );
}

/** @param {'square' | 'workspace'} id @param {string} name @param {number} count */
function tab(id, name, count) {
  const here = store.tab === id;
  const props = {
    type: 'button',
    id: `${id}-tab`,
    role: 'tab',
    'aria-controls': id,
    'aria-selected': String(here),
    tabindex: here ? 0 : -1,
    onclick: () => show(id),
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
      const other = id === 'square' ? 'workspace' : 'square';
      show(other);
      const button = document.querySelector(`#${other}-tab`);
      if (button instanceof HTMLElement) button.focus();
    },
  };
  return h('button', props, name, count > 0 && h('b', { class: 'count' }, count));
}

/** @param {'square' | 'workspace'} id */
function show(id) {
  store.tab = id;
  redraw();
}
