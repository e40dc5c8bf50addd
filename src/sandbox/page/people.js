/** How people and moments are shown on both sides. */

import { h } from './dom.js';

const HUES = [12, 38, 92, 162, 196, 224, 268, 326];

/** A small square with initials. @param {string} initials @param {string} color CSS colour, hex digits, or '' @param {string} [size] */
export function avatar(initials, color, size = '') {
  const paint = /^[0-9a-f]{6}$/i.test(color) ? `#${color}` : color;
  return h(
    'span',
    { class: `avatar ${size}`, style: paint && `--paint: ${paint}`, 'aria-hidden': 'true' },
    initials,
  );
}

/** Always the same colour for the same name. @param {string} name */
export function colorOf(name) {
  const sum = [...name].reduce(
    (total, letter) => (total * 31 + (letter.codePointAt(0) ?? 0)) % 997,
    7,
  );
  return `hsl(${HUES[sum % HUES.length]} 42% 42%)`;
}

/** @param {string} name */
export function initialsOf(name) {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  return words
    .slice(0, 2)
    .map((word) => [...word][0])
    .join('')
    .toUpperCase();
}

/** 10:15. @param {number | string} at epoch ms or ISO */
export function clock(at) {
  return new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

/** Today, Yesterday, or the date. @param {number} at epoch ms */
export function day(at) {
  const ago = Math.round(
    (new Date().setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / 864e5,
  );
  const date = new Date(at).toLocaleDateString('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  });
  return ago === 0 ? 'Today' : ago === 1 ? 'Yesterday' : date;
}
