/** What fields hold, and how a choice, a press or a keystroke reaches the app. */

import { plain } from './mrkdwn.js';
import { act, follow, redraw, store } from './store.js';

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

/** Keeps a choice and tells the app, unless it waits for submit. @param {Spot} spot @param {Omit<Field, 'type'>} chosen @param {object} told */
export function choose(spot, chosen, told) {
  store.fields.set(spot.key, { type: spot.el.type, ...chosen });
  forgetProblem(spot);
  if (spot.block.type !== 'input' || spot.block.dispatch_action) press(spot, told);
  redraw();
}

/** @param {Spot} spot */
function forgetProblem({ place, block }) {
  const problems = store.problems.get(place.viewId ?? '');
  if (problems) delete problems[block.block_id];
}

/** @param {Spot} spot @param {object} told @param {string} [url] */
export async function press({ el, block, place, key }, told, url) {
  if (el.confirm && !(await confirmed(el.confirm))) return;
  if (url !== undefined && !follow(url)) window.open(url, '_blank', 'noopener');
  const { channel, ts, viewId } = place;
  await settleTyping();
  const body = { type: 'press', channel, ts, viewId, blockId: block.block_id, actionId: el.action_id };
  await act({ ...body, ...told }, `${key}/${el.value ?? ''}`);
}

/** Keeps what is typed. @param {Spot} spot @param {string} text */
export function type(spot, text) {
  store.fields.set(spot.key, { type: spot.el.type, value: text || null });
  forgetProblem(spot);
  if (tellsTyping(spot)) tellSoon(spot);
  redraw();
}

/** @param {Spot} spot */
function tellsTyping({ el, block, place }) {
  const on = el.dispatch_action_config?.trigger_actions_on ?? [];
  return place.viewId !== undefined && block.dispatch_action === true && on.includes('on_character_entered');
}

/** @type {Map<string, { timer: ReturnType<typeof setTimeout>, tell: () => Promise<unknown> }>} */
const unsaid = new Map();
/** @type {Promise<unknown>} */
let told = Promise.resolve();

/** @param {Spot} spot */
function tellSoon(spot) {
  clearTimeout(unsaid.get(spot.key)?.timer);
  const { block, el, place } = spot;
  const about = { type: 'input', as: store.as, viewId: place.viewId, blockId: block.block_id, actionId: el.action_id };
  const tell = () => act({ ...about, value: store.fields.get(spot.key)?.value ?? '' });
  unsaid.set(spot.key, { timer: setTimeout(settleTyping, TYPING_PAUSE_MS), tell });
}

/** Tells the app what was typed and not yet told, in order. Resolves when it has been taken. */
export function settleTyping() {
  for (const [key, { timer, tell }] of unsaid) {
    clearTimeout(timer);
    unsaid.delete(key);
    told = told.then(tell);
  }
  return told;
}

/** Asks before an act. @param {import('./types.d.ts').Confirm} confirm @returns {Promise<boolean>} */
function confirmed(confirm) {
  const dialog = document.createElement('dialog');
  dialog.className = 'modal confirm';
  dialog.setAttribute('role', 'alertdialog');
  dialog.setAttribute('aria-label', plain(confirm.title));
  return new Promise((resolve) => {
    const button = (/** @type {string} */ name, /** @type {string} */ style, /** @type {string} */ answer) => {
      const node = document.createElement('button');
      node.className = `button ${style}`;
      node.textContent = name;
      node.onclick = () => dialog.close(answer);
      return node;
    };
    const title = Object.assign(document.createElement('h2'), { textContent: plain(confirm.title) });
    const text = Object.assign(document.createElement('p'), { textContent: plain(confirm.text) });
    const foot = Object.assign(document.createElement('footer'), { className: 'foot' });
    foot.append(button(plain(confirm.deny), '', 'no'), button(plain(confirm.confirm), confirm.style ?? 'primary', 'yes'));
    dialog.append(title, text, foot);
    dialog.onclose = () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    };
    document.body.append(dialog);
    dialog.showModal();
  });
}
