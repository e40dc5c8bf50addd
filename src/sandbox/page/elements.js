/** Block Kit's interactive elements. */

import { h } from './dom.js';
import { choose, press, problemOf, settleTyping, spotOf, type, value } from './fields.js';
import { plain, textNodes } from './mrkdwn.js';
import { store } from './store.js';

/** @typedef {import('./types.d.ts').Block} Block */
/** @typedef {import('./types.d.ts').Element} Element */
/** @typedef {import('./types.d.ts').Option} Option */
/** @typedef {import('./types.d.ts').Place} Place */
/** @typedef {import('./dom.js').VNode} VNode */
/** @typedef {import('./fields.js').Spot} Spot */

/** Draws an element. @param {Element} el @param {Block} block @param {Place} place @returns {VNode} */
export function element(el, block, place) {
  const spot = spotOf(el, block, place);
  switch (el.type) {
    case 'button':
      return button(spot);
    case 'overflow':
      return overflow(spot);
    case 'static_select':
      return select(spot, el.option_groups ?? [{ options: el.options ?? [] }]);
    case 'multi_static_select':
      return multiSelect(spot);
    case 'users_select':
      return usersSelect(spot);
    case 'checkboxes':
    case 'radio_buttons':
      return choices(spot);
    case 'plain_text_input':
    case 'url_text_input':
      return textInput(spot);
    case 'datetimepicker':
      return datetime(spot);
    case 'image':
      return h('img', {
        class: 'thumb',
        src: el.image_url,
        alt: el.alt_text,
        referrerpolicy: 'no-referrer',
      });
    default:
      return h('span', { class: 'muted' }, `(${el.type})`);
  }
}

/** @param {Spot} spot */
function button(spot) {
  const { el, key } = spot;
  const busy = store.busy.has(`${key}/${el.value ?? ''}`);
  const props = {
    type: 'button',
    class: `button ${el.style ?? ''} ${el.url ? 'leads' : ''}`,
    'aria-label': el.accessibility_label,
    'aria-busy': busy && 'true',
    onclick: () => press(spot, { value: el.value }, el.url),
  };
  return h('button', props, plain(el.text));
}

/** @param {Spot} spot */
function overflow(spot) {
  const { el, key, id } = spot;
  const menuId = `${id}/menu`;
  const open = {
    popovertarget: menuId,
    'aria-haspopup': 'menu',
    'aria-label': el.accessibility_label ?? 'More actions',
  };
  const busy = store.busy.has(`${key}/`);
  const items = (el.options ?? []).map((option) => {
    const onclick = (/** @type {MouseEvent} */ event) => {
      menuOf(event).hidePopover();
      press(spot, { selectedOption: option }, option.url);
    };
    return h(
      'button',
      { type: 'button', role: 'menuitem', tabindex: '-1', onclick },
      plain(option.text),
    );
  });
  const menu = {
    id: menuId,
    role: 'menu',
    popover: 'auto',
    class: 'menu',
    onkeydown: moveInMenu,
    ontoggle: placeMenu,
  };
  return h(
    'span',
    { class: 'overflow' },
    h(
      'button',
      { type: 'button', class: 'button dots', 'aria-busy': busy && 'true', ...open },
      '⋯',
    ),
    h('div', menu, items),
  );
}

/** @param {Event} event @returns {HTMLElement} */
function menuOf(event) {
  const node = event.target instanceof HTMLElement ? event.target.closest('[role=menu]') : null;
  if (node instanceof HTMLElement) return node;
  throw new Error('An event outside a menu');
}

/** @param {ToggleEvent} event */
function placeMenu(event) {
  const menu = menuOf(event);
  if (event.newState !== 'open') return;
  const anchor = menu.previousElementSibling?.getBoundingClientRect();
  if (!anchor) return;
  const below = anchor.bottom + 4 + menu.offsetHeight < innerHeight;
  menu.style.top = `${below ? anchor.bottom + 4 : anchor.top - 4 - menu.offsetHeight}px`;
  menu.style.left = `${Math.max(8, Math.min(anchor.left, innerWidth - menu.offsetWidth - 8))}px`;
  menu.querySelector('button')?.focus();
}

/** @param {KeyboardEvent} event */
function moveInMenu(event) {
  const items = [...menuOf(event).querySelectorAll('button')];
  const at = items.findIndex((item) => item.matches(':focus'));
  const steps = {
    ArrowDown: at + 1,
    ArrowUp: at - 1 + items.length,
    Home: 0,
    End: items.length - 1,
  };
  const next =
    event.key in steps ? steps[/** @type {keyof typeof steps} */ (event.key)] : undefined;
  if (event.key === 'Tab') menuOf(event).hidePopover();
  if (event.key === 'Escape') {
    event.preventDefault();
    event.stopPropagation();
    menuOf(event).hidePopover();
  }
  if (next === undefined) return;
  event.preventDefault();
  items[next % items.length]?.focus();
}

/** The accessible name of a field outside an input block. @param {Spot} spot @param {string} other */
function nameOf({ el, block }, other) {
  if (block.type === 'input') return undefined;
  return el.accessibility_label ?? (plain(el.placeholder) || plain(block.text) || other);
}

/** @param {Spot} spot @param {{ label?: import('./types.d.ts').Text, options: Option[] }[]} groups */
function select(spot, groups) {
  const all = groups.flatMap((group) => group.options);
  const props = {
    ...described(spot),
    class: 'select',
    'aria-label': nameOf(spot, 'Choose'),
    value: value(spot).selected_option?.value ?? '',
    onchange: (/** @type {{ target: HTMLSelectElement }} */ { target }) => {
      const option = all.find((one) => one.value === target.value) ?? null;
      if (option || spot.block.optional)
        choose(spot, { selected_option: option }, { selectedOption: option });
    },
  };
  const listed = groups.map(({ label, options }) => {
    const drawn = options.map((one) => h('option', { value: one.value }, plain(one.text)));
    return label ? h('optgroup', { label: plain(label) }, drawn) : drawn;
  });
  return h('select', props, unchosen(spot), listed.flat());
}

/** @param {Spot} spot */
function unchosen({ el, block }) {
  return h(
    'option',
    { value: '', disabled: !block.optional, hidden: !block.optional },
    plain(el.placeholder) || 'Choose…',
  );
}

/** @param {Spot} spot */
function usersSelect(spot) {
  const people = (store.state?.users ?? []).filter((user) => !user.isBot);
  const props = {
    ...described(spot),
    class: 'select',
    'aria-label': nameOf(spot, 'Choose a person'),
    value: value(spot).selected_user ?? '',
    onchange: (/** @type {{ target: HTMLSelectElement }} */ { target }) =>
      choose(spot, { selected_user: target.value || null }, { selectedUser: target.value }),
  };
  return h(
    'select',
    props,
    unchosen(spot),
    people.map((user) => h('option', { value: user.id }, user.name)),
  );
}

/** One line that says what is chosen, and opens to choose from. @param {Spot} spot */
function multiSelect(spot) {
  const names = (value(spot).selected_options ?? []).map((option) => plain(option.text));
  const line = names.join(', ') || plain(spot.el.placeholder) || 'Choose…';
  return h('details', { class: 'multi' }, h('summary', null, line), choices(spot));
}

/** @param {Spot} spot */
function choices(spot) {
  const { el, id } = spot;
  const many = el.type !== 'radio_buttons';
  const now = value(spot);
  const chosen = many ? (now.selected_options ?? []) : [now.selected_option];
  const offered = el.options ?? (el.option_groups ?? []).flatMap((group) => group.options);
  const rows = offered.map((option) => {
    const checked = chosen.some((one) => one?.value === option.value);
    const onchange = () => {
      const others = (now.selected_options ?? []).filter((one) => one.value !== option.value);
      const options = checked ? others : [...others, option];
      if (many) choose(spot, { selected_options: options }, { selectedOptions: options });
      else choose(spot, { selected_option: option }, { selectedOption: option });
    };
    const input = h('input', { type: many ? 'checkbox' : 'radio', name: id, checked, onchange });
    const more =
      option.description && h('small', { class: 'muted' }, textNodes(option.description));
    return h('label', { class: 'choice' }, input, h('span', null, textNodes(option.text), more));
  });
  const role = many ? 'group' : 'radiogroup';
  const name = nameOf(spot, 'Choose') ?? plain(spot.block.label);
  return h('div', { ...described(spot), role, 'aria-label': name, class: 'choices' }, rows);
}

/** Ties a field to its hint, its error and its label. @param {Spot} spot */
function described({ place, block, id }) {
  const wrong = problemOf(block, place) !== undefined;
  return { id, 'aria-describedby': `${id}/about`, 'aria-invalid': wrong && 'true' };
}

/** @param {Spot} spot */
function textInput(spot) {
  const { el } = spot;
  const now = value(spot).value ?? '';
  const props = {
    ...described(spot),
    'aria-label': nameOf(spot, 'Text'),
    placeholder: plain(el.placeholder) || undefined,
    value: now,
    oninput: (/** @type {{ target: HTMLInputElement }} */ { target }) => type(spot, target.value),
    onblur: () => settleTyping(),
    'data-first': el.focus_on_load && 'true',
  };
  const left = el.max_length === undefined ? null : el.max_length - now.length;
  const counter = h(
    'small',
    { class: left !== null && left < 0 ? 'counter over' : 'counter' },
    left,
  );
  const kind = el.type === 'url_text_input' ? 'url' : 'text';
  const field = el.multiline
    ? h('textarea', { rows: 5, ...props })
    : h('input', { type: kind, ...props });
  return h(
    'div',
    { class: 'text' },
    field,
    left !== null && left < (el.max_length ?? 0) / 2 && counter,
  );
}

/** @param {Spot} spot */
function datetime(spot) {
  const at = value(spot).selected_date_time;
  const local = at ? new Date(at * 1000 - new Date(at * 1000).getTimezoneOffset() * 60_000) : null;
  const onchange = (/** @type {{ target: HTMLInputElement }} */ { target }) => {
    const seconds = target.value ? Math.floor(new Date(target.value).getTime() / 1000) : null;
    choose(
      spot,
      { selected_date_time: seconds },
      { value: seconds === null ? '' : String(seconds) },
    );
  };
  const props = {
    ...described(spot),
    type: 'datetime-local',
    'aria-label': nameOf(spot, 'Date and time'),
    onchange,
  };
  return h('input', { ...props, value: local?.toISOString().slice(0, 16) ?? '' });
}
