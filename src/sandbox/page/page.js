/** The sandbox's page: the square on the left, the workspace on the right. */

import { draw, h } from './dom.js';
import { modal, syncModal } from './modal.js';
import { publicSquare } from './square.js';
import { become, onChange, redraw, store } from './store.js';
import { hint, tabs, topBar, unreadOf } from './top.js';
import { markRead, workspace } from './workspace.js';

const app = document.querySelector('#app');
if (!app) throw new Error('The page has no #app');
const root = app;
/** As long as the glow in the style sheet. */
const LIT_MS = 4000;

onChange(drawPage);
document.addEventListener('visibilitychange', redraw);
await become(store.as);

function drawPage() {
  const { state, square } = store;
  if (!state || !square) {
    draw(root, [
      h(
        'p',
        { class: 'starting' },
        store.online ? 'Opening the sandbox…' : 'The sandbox does not answer.',
      ),
    ]);
    return;
  }
  const bottoms = new Map(
    [...document.querySelectorAll('.list')].map((list) => [list, atBottom(list)]),
  );
  const held = document.activeElement?.closest('article[data-ts]');
  draw(root, [
    h(
      'div',
      { class: 'page', 'data-tab': store.tab },
      topBar(state),
      hint(),
      tabs(state),
      h('main', null, publicSquare(square, state.team.name), workspace(state)),
      modal(),
      h('div', { key: 'toast', id: 'toast', popover: 'manual', role: 'status' }, store.toast),
    ),
  ]);
  for (const list of document.querySelectorAll('.list')) {
    if (bottoms.get(list) ?? true) list.scrollTop = list.scrollHeight;
  }
  if (document.activeElement === document.body && held instanceof HTMLElement) {
    held.focus({ preventScroll: true });
  }
  const unread = unreadOf(state);
  document.title = unread > 0 ? `(${unread}) Heed sandbox` : 'Heed sandbox';
  syncModal();
  syncToast();
  reveal();
  markRead(state);
}

/** @param {Element} list */
function atBottom(list) {
  return list.scrollHeight - list.scrollTop - list.clientHeight < 48;
}

/** The toast stands in the top layer, above a dialog that was opened before it. */
function syncToast() {
  const toast = document.querySelector('#toast');
  if (!(toast instanceof HTMLElement)) return;
  const shown = toast.matches(':popover-open');
  if (shown && (store.toast === '' || toast.dataset.said !== store.toast)) toast.hidePopover();
  toast.dataset.said = store.toast;
  if (store.toast !== '' && !toast.matches(':popover-open')) toast.showPopover();
}

/** Brings what a link points at, or what has just appeared, into view and marks it for a moment. */
function reveal() {
  const { reveal: wanted, glance } = store;
  const id = wanted || glance;
  if (id === '') return;
  const name = CSS.escape(id);
  const all = document.querySelectorAll(`[data-ts="${name}"], [data-post-id="${name}"]`);
  const node = [...all].at(-1);
  // On a narrow screen it waits until its side is shown.
  if (!wanted && node?.getClientRects().length === 0) return;
  Object.assign(store, { reveal: '', glance: '' });
  if (!(node instanceof HTMLElement)) return;
  store.lit = id;
  redraw();
  node.scrollIntoView(wanted ? { block: 'center' } : { block: 'nearest', behavior: 'smooth' });
  if (wanted) node.focus({ preventScroll: true });
  setTimeout(unmark, LIT_MS, id);
}

/** @param {string} id */
function unmark(id) {
  if (store.lit !== id) return;
  store.lit = '';
  redraw();
}
