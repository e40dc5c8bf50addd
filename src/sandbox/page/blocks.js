/** Block Kit's blocks. */

import { h } from './dom.js';
import { element } from './elements.js';
import { problemOf, spotOf } from './fields.js';
import { plain, rich, textNodes } from './mrkdwn.js';

/** @typedef {import('./types.d.ts').Block} Block */
/** @typedef {import('./types.d.ts').Place} Place */
/** @typedef {import('./dom.js').VNode} VNode */

/** @param {Block[]} blocks @param {Place} place @returns {VNode[]} */
export function drawBlocks(blocks, place) {
  return blocks.map((block, index) => {
    // In a message the app may rename a block at each redraw; that must not take the focus away.
    const nth = blocks.slice(0, index).filter((other) => other.type === block.type).length;
    const key = `${block.type}/${place.viewId === undefined ? nth : block.block_id}`;
    return h('div', { key, class: `block ${block.type}` }, inside(block, place));
  });
}

/** @param {Block} block @param {Place} place @returns {(VNode | string)[]} */
function inside(block, place) {
  switch (block.type) {
    case 'header':
      return [h('h3', null, plain(block.text))];
    case 'section':
      return section(block, place);
    case 'context':
      return (block.elements ?? []).map((part) =>
        part.type === 'image' ? element(part, block, place) : h('span', null, textNodes(part)),
      );
    case 'divider':
      return [h('hr')];
    case 'image':
      return [
        h('figure', null, picture(block), block.title && h('figcaption', null, plain(block.title))),
      ];
    case 'actions':
      return (block.elements ?? []).map((part) =>
        h('span', { key: part.action_id, class: 'part' }, element(part, block, place)),
      );
    case 'rich_text':
      return rich(block.elements ?? []);
    case 'input':
      return input(block, place);
    case 'data_visualization':
      return [chart(block)];
    default:
      return [h('span', { class: 'muted' }, `(${block.type})`)];
  }
}

/**
 * Bars beside each other, in groups; the numbers stand as text, for whoever does not see the bars.
 * @param {Block} block
 */
function chart({ title, chart: drawn }) {
  const series = drawn?.series ?? [];
  const most = Math.max(1, ...series.flatMap(({ data }) => data.map(({ value }) => value)));
  const groups = (drawn?.axis_config?.categories ?? []).map((category) => {
    const bars = series.map(({ name, data }, index) => {
      const value = data.find(({ label }) => label === category)?.value ?? 0;
      const height = `height: ${Math.round((100 * value) / most)}%`;
      const bar = h('span', { class: `stick s${index}`, style: height });
      return h('span', { class: 'column', title: `${name}: ${value}` }, [
        h('span', { class: 'value' }, String(value)),
        bar,
      ]);
    });
    return h('li', null, h('span', { class: 'bars' }, bars), h('span', null, category));
  });
  const legend = series.map(({ name }, index) => h('span', { class: `key s${index}` }, name));
  return h(
    'figure',
    { class: 'chart' },
    h('figcaption', null, title ?? '', h('span', { class: 'legend' }, legend)),
    h('ol', null, groups),
  );
}

/** @param {Block} block */
function picture(block) {
  const props = {
    src: block.image_url,
    alt: block.alt_text,
    loading: 'lazy',
    referrerpolicy: 'no-referrer',
  };
  return h('img', props);
}

/** @param {Block} block @param {Place} place */
function section(block, place) {
  const fields = (block.fields ?? []).map((field) =>
    h('div', { class: 'field' }, textNodes(field)),
  );
  const words = [
    h('div', null, textNodes(block.text)),
    fields.length > 0 && h('div', { class: 'fields' }, fields),
  ];
  const beside =
    block.accessory && h('div', { class: 'accessory' }, element(block.accessory, block, place));
  return [h('div', { class: 'words' }, words), beside || ''];
}

/** @param {Block} block @param {Place} place */
function input(block, place) {
  const { element: field } = block;
  if (!field) return [];
  const { id } = spotOf(field, block, place);
  const wrong = problemOf(block, place);
  const label = [
    plain(block.label),
    block.optional && h('span', { class: 'muted' }, ' (optional)'),
  ];
  return [
    h('label', { for: id }, label),
    element(field, block, place),
    h(
      'div',
      { id: `${id}/about`, class: 'about' },
      wrong !== undefined && h('p', { class: 'wrong', role: 'alert' }, wrong),
      block.hint && h('p', { class: 'muted' }, plain(block.hint)),
    ),
  ];
}
