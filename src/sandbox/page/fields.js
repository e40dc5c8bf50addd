/** What fields hold, and how a choice, a press or a keystroke reaches the app. */

import { draw, h } from './dom.js';
import { plain, textNodes } from './mrkdwn.js';
import { act, follow, redraw, store, tell } from './store.js';

/** @typedef {import('./types.d.ts').Block} Block */
/** @typedef {import('./types.d.ts').Element} Element */
/** @typedef {import('./types.d.ts').Field} Field */
/** @typedef {import('./types.d.ts').Place} Place */
/** @typedef {{ el: Element, block: Block, place: Place, key: string, id: string }} Spot */

const TYPING_PAUSE_MS = 250;

/** Where an element stands, and the names that follow from it. @param {Element} el @param {Block} block @param {Place} place @returns {Spot} */
export function spotOf(el, block, place) {
  const { pane = '', channel, ts, viewId = `${channel}/${ts}` } = place;
  const key = [store.as, viewId, block.block_id, el.action_id].join('/');
  return { el, block, place, key, id: `${pane}${key}` };
}

/**
 * What a field holds: what was done here, else what the server knows, else how it started.
 * @param {Element} el @param {Block} block @param {Place} place
 * @returns {Field | null} null for what holds nothing
 */
export function fieldOf(el, block, place) {
  const known = place.values?.[block.block_id]?.[el.action_id];
  return store.fields.get(spotOf(el, block, place).key) ?? known ?? initial(el);
}

/** @param {Element} el @returns {Field | null} */
function initial(el) {
  const { type } = el;
  switch (type) {
    case 'plain_text_input':
    case 'url_text_input':
      return { type, value: el.initial_value ?? null };
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: el.initial_option ?? null };
    case 'checkboxes':
    case 'multi_static_select':
      return { type, selected_options: el.initial_options ?? [] };
    case 'users_select':
      return { type, selected_user: el.initial_user ?? null };
    case 'datetimepicker':
      return { type, selected_date_time: el.initial_date_time ?? null };
    default:
      return null;
  }
}

/** @param {Spot} spot */
export function value(spot) {
  return fieldOf(spot.el, spot.block, spot.place) ?? { type: spot.el.type };
}

/**
 * Keeps a choice and tells the app, after what was told before it.
 * @param {Spot} spot @param {Omit<Field, 'type'>} chosen @param {object} told
 */
export async function choose(spot, chosen, told) {
  const before = value(spot);
  store.fields.set(spot.key, { type: spot.el.type, ...chosen });
  forgetProblem(spot);
  redraw();
  if (spot.el.confirm && !(await confirmed(spot.el.confirm))) {
    store.fields.set(spot.key, before);
    return redraw();
  }
  await inTurn(() => act({ ...aboutOf(spot), type: 'press', ...told }));
}

/** What is wrong with a field, as found here or as the app said. @param {Block} block @param {Place} place */
export function problemOf({ block_id: id }, { viewId = '', errors }) {
  return store.problems.get(viewId)?.[id] ?? errors?.[id];
}

/** @param {Spot} spot */
function forgetProblem({ place, block }) {
  const problems = store.problems.get(place.viewId ?? '');
  if (problems) delete problems[block.block_id];
}

/** @param {Spot} spot */
function aboutOf({ el, block, place: { channel, ts, viewId } }) {
  return { as: store.as, channel, ts, viewId, blockId: block.block_id, actionId: el.action_id };
}

/** A press of a button or a menu entry; once, until it has been answered. @param {Spot} spot @param {object} told @param {string} [url] */
export async function press(spot, told, url) {
  const { el, key } = spot;
  if (el.confirm && !(await confirmed(el.confirm))) return;
  if (url !== undefined && !follow(url)) window.open(url, '_blank', 'noopener');
  await settleTyping();
  await act({ ...aboutOf(spot), type: 'press', ...told }, `${key}/${el.value ?? ''}`);
}

/** Keeps what is typed, and tells it when the typing pauses. @param {Spot} spot @param {string} text */
export function type(spot, text) {
  const { key } = spot;
  store.fields.set(key, { type: spot.el.type, value: text || null });
  forgetProblem(spot);
  redraw();
  if (spot.place.viewId === undefined) return;
  clearTimeout(unsaid.get(key)?.timer);
  const say = () =>
    tell({ ...aboutOf(spot), type: 'input', value: store.fields.get(key)?.value ?? '' });
  unsaid.set(key, { timer: setTimeout(settleTyping, TYPING_PAUSE_MS), say });
}

/** @type {Map<string, { timer: ReturnType<typeof setTimeout>, say: () => Promise<unknown> }>} */
const unsaid = new Map();
/** @type {Promise<unknown>} */
let turn = Promise.resolve();

/** @param {() => Promise<unknown>} step */
function inTurn(step) {
  turn = turn.then(step);
  return turn;
}

/** Tells what was typed and not yet told. Resolves when everything has been taken. */
export function settleTyping() {
  for (const [key, { timer, say }] of unsaid) {
    clearTimeout(timer);
    unsaid.delete(key);
    inTurn(say);
  }
  return turn;
}

/** Asks before an act. @param {import('./types.d.ts').Confirm} confirm @returns {Promise<boolean>} */
function confirmed(confirm) {
  const dialog = document.createElement('dialog');
  const answer = (
    /** @type {import('./types.d.ts').Text} */ text,
    /** @type {string} */ style,
    /** @type {string} */ name,
  ) =>
    h(
      'button',
      { type: 'button', class: `button ${style}`, onclick: () => dialog.close(name) },
      plain(text),
    );
  draw(dialog, [
    h('h2', null, plain(confirm.title)),
    h('p', null, textNodes(confirm.text)),
    h(
      'footer',
      { class: 'foot' },
      answer(confirm.deny, '', 'no'),
      answer(confirm.confirm, confirm.style ?? 'primary', 'yes'),
    ),
  ]);
  dialog.className = 'modal confirm';
  dialog.setAttribute('role', 'alertdialog');
  dialog.setAttribute('aria-label', plain(confirm.title));
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.onclose = () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    };
  });
}
