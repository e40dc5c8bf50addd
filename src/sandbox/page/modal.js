/** The dialog on top of the workspace. */

import { drawBlocks } from './blocks.js';
import { h } from './dom.js';
import { fieldOf, settleTyping } from './fields.js';
import { act, redraw, store } from './store.js';

/** @typedef {import('./types.d.ts').View} View */
/** @typedef {import('./types.d.ts').Values} Values */
/** @typedef {import('./types.d.ts').Block} Block */

/** The dialog that the person sees: the top of the stack. */
function top() {
  return store.state?.views.at(-1);
}

/** Always drawn; `syncModal` opens and closes it. */
export function modal() {
  const view = top();
  const props = {
    key: 'modal',
    id: 'modal',
    class: 'modal',
    'aria-labelledby': 'modal-title',
    oncancel: (/** @type {Event} */ event) => event.preventDefault(),
    onkeydown: escape,
  };
  return h('dialog', props, view && form(view));
}

/** @param {KeyboardEvent} event */
function escape(event) {
  if (event.key !== 'Escape' || event.defaultPrevented) return;
  event.preventDefault();
  leave();
}

async function leave() {
  const view = top();
  if (!view) return;
  await settleTyping();
  await act({ type: 'close', viewId: view.id }, `close/${view.id}`);
}

/** @param {View} view */
function form(view) {
  const busy = view.pending || store.busy.has(`submit/${view.id}`);
  const place = {
    viewId: view.id,
    values: view.values,
    ...(view.errors && { errors: view.errors }),
  };
  const onsubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!busy) submit(view);
  };
  const below = (store.state?.views.length ?? 0) > 1 ? 'previous dialog' : 'workspace';
  const back = {
    type: 'button',
    class: 'quiet cross',
    'aria-label': `Back to the ${below}`,
    onclick: leave,
  };
  return h(
    'form',
    { key: view.id, novalidate: true, onsubmit, class: busy ? 'busy' : null },
    h(
      'header',
      { class: 'head' },
      h('h2', { id: 'modal-title' }, view.title ?? ''),
      h('button', back, '✕'),
    ),
    h('div', { class: 'body' }, drawBlocks(view.blocks, place)),
    h(
      'footer',
      { class: 'foot' },
      h('button', { type: 'button', class: 'button', onclick: leave }, view.close ?? 'Cancel'),
      view.submit !== null && send(view.submit, busy),
    ),
  );
}

/** @param {string} name @param {boolean} busy */
function send(name, busy) {
  return h(
    'button',
    { type: 'submit', class: 'button primary', 'aria-busy': busy && 'true' },
    name,
  );
}

/** @param {View} view */
async function submit(view) {
  await settleTyping();
  const problems = problemsOf(view);
  store.problems.set(view.id, problems);
  redraw();
  if (Object.keys(problems).length === 0) {
    await act({ type: 'submit', viewId: view.id, values: valuesOf(view) }, `submit/${view.id}`);
  }
  queueMicrotask(() => focusIn('[aria-invalid]'));
}

/** @param {Block} block */
function elementsOf(block) {
  return [block.element, block.accessory, ...(block.elements ?? [])].filter(
    (one) => one?.action_id,
  );
}

/** What every field of the dialog holds, as Slack sends it. @param {View} view */
function valuesOf(view) {
  /** @type {Values} */
  const values = {};
  for (const block of view.blocks) {
    for (const el of elementsOf(block)) {
      const field = el && fieldOf(el, block, { viewId: view.id, values: view.values });
      if (el && field)
        values[block.block_id] = { ...values[block.block_id], [el.action_id]: field };
    }
  }
  return values;
}

/** What Slack's client itself would stop. @param {View} view */
function problemsOf(view) {
  /** @type {Record<string, string>} */
  const problems = {};
  for (const block of view.blocks) {
    const { element: el } = block;
    if (block.type !== 'input' || !el) continue;
    const field = fieldOf(el, block, { viewId: view.id, values: view.values });
    const text = field?.value ?? '';
    const held = [text, ...(field?.selected_options ?? [])].join('') || field?.selected_option;
    const { length } = text;
    if (!held && !field?.selected_user && !field?.selected_date_time) {
      if (!block.optional) problems[block.block_id] = 'Please fill this in.';
    } else if (length > (el.max_length ?? Infinity)) {
      problems[block.block_id] = `This is ${length - (el.max_length ?? 0)} characters too long.`;
    } else if (text && length < (el.min_length ?? 0)) {
      problems[block.block_id] = `Please write at least ${el.min_length} characters.`;
    } else if (el.type === 'url_text_input' && !/^https?:\/\/\S+$/.test(text)) {
      problems[block.block_id] = 'Please enter a whole link, with https://';
    }
  }
  return problems;
}

/** @param {string} selector */
function focusIn(selector) {
  const found = document.querySelector(`#modal ${selector}`);
  const field = found?.matches('[role]') ? found.querySelector('input') : found;
  if (field instanceof HTMLElement) field.focus();
}

/** The dialog whose first field has had the focus. */
let greeted = '';

/** Opens or closes the dialog after a draw, and leads the caret to its first field, once. */
export function syncModal() {
  const dialog = document.querySelector('#modal');
  if (!(dialog instanceof HTMLDialogElement)) return;
  const view = top();
  if (!view) {
    if (dialog.open) dialog.close();
    return;
  }
  if (!dialog.open) dialog.showModal();
  const ready = dialog.querySelector('.body :is(textarea, input, select)');
  if (greeted === view.id || !ready) return;
  greeted = view.id;
  focusIn(
    dialog.querySelector('[data-first]') ? '[data-first]' : '.body :is(textarea, input, select)',
  );
}
