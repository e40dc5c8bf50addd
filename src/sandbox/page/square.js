/** The public's side: the company's posts and what people write under them. */

import { commentForm } from './composers.js';
import { h } from './dom.js';
import { avatar, clock, colorOf, initialsOf } from './people.js';
import { actInSquare, redraw, store } from './store.js';

/** @typedef {import('./types.d.ts').Square} Square */
/** @typedef {import('./types.d.ts').Post} Post */
/** @typedef {import('./types.d.ts').Mode} Mode */

/** @type {Record<Mode, string>} */
const MODES = { works: 'works', refuses: 'refuses', down: 'is down', silent: 'swallows answers' };

/** @type {Record<import('./types.d.ts').Kind, string>} */
const DID = { comment: '', repost: 'reposted this', like: 'likes this', tag: 'tagged us' };

/** @type {Record<Post['delivery'], string>} */
const DELIVERY = {
  sending: 'On its way to Heed…',
  taken: 'Heed has it',
  failed: 'Heed did not take it',
};

/** @param {Square} square @param {string} company */
export function publicSquare(square, company) {
  return h(
    'section',
    { key: 'square', id: 'square', class: 'square', 'aria-label': 'The public square' },
    h('header', { class: 'bar' }, h('h2', null, 'The public square'), mode(square)),
    h(
      'div',
      { class: 'posts', tabindex: '0', role: 'region', 'aria-label': `${company}'s public page` },
      square.ourPosts.map((one) => ourPost(square, one, company)),
    ),
    commentForm(square),
  );
}

/** @param {Square} square */
function mode(square) {
  const onchange = (/** @type {{ target: HTMLSelectElement }} */ { target }) =>
    actInSquare({ type: 'mode', mode: target.value });
  const options = Object.entries(MODES).map(([value, name]) => h('option', { value }, name));
  return h(
    'label',
    { class: 'mode', 'data-mode': square.mode },
    'The website’s reply API ',
    h('select', { value: square.mode, onchange }, options),
  );
}

/** @param {Square} square @param {Square['ourPosts'][number]} post @param {string} company */
function ourPost(square, post, company) {
  const under = square.posts.filter((one) => one.postId === post.id);
  const known = new Set(under.map((one) => one.id));
  const tops = under.filter((one) => one.inReplyTo === null || !known.has(one.inReplyTo));
  const count = under.length === 1 ? '1 comment' : `${under.length} comments`;
  return h(
    'article',
    { key: post.id, class: 'our-post' },
    h('header', { class: 'cover' }, h('p', null, company), h('h3', null, post.title)),
    h('p', { class: 'tally' }, count),
    h(
      'div',
      { class: 'comments', 'aria-live': 'polite' },
      tops.map((one) => branch(under, one, company)),
    ),
  );
}

/** A comment and everything below it, flat: one step in. @param {Post[]} all @param {Post} post @param {string} company */
function branch(all, post, company) {
  const below = descendants(all, post.id);
  const inner =
    below.length > 0 &&
    h(
      'div',
      { class: 'answers' },
      below.map((one) => comment(all, one, company)),
    );
  return h('div', { key: post.id, class: 'branch' }, comment(all, post, company), inner);
}

/** @param {Post[]} all @param {string} id @returns {Post[]} */
function descendants(all, id) {
  return all
    .filter((one) => one.inReplyTo === id)
    .flatMap((one) => [one, ...descendants(all, one.id)]);
}

/** @param {Post[]} all @param {Post} post @param {string} company */
function comment(all, post, company) {
  const { author } = post;
  const name = author?.name ?? company;
  const props = {
    key: post.id,
    'data-post-id': post.id,
    tabindex: '-1',
    class: `comment ${author ? '' : 'ours'} ${store.lit === post.id ? 'lit' : ''}`,
    'aria-label': `${name}${author ? '' : ', the company'}`,
  };
  const parent = all.find((one) => one.id === post.inReplyTo);
  const byline = [
    h('strong', null, name),
    author
      ? h('span', { class: 'muted' }, `@${author.handle}`)
      : h('span', { class: 'tag' }, 'official reply'),
    h('time', null, clock(post.at)),
    post.editedAt !== null && !post.deleted && h('span', { class: 'muted' }, 'edited'),
  ];
  const to =
    parent?.inReplyTo && h('span', { class: 'to' }, `@${parent.author?.handle ?? company} `);
  const did = post.kind !== 'comment' && h('span', { class: 'tag' }, DID[post.kind]);
  const words = post.deleted
    ? h('p', { class: 'gone' }, 'This comment was deleted.')
    : h('p', null, to, post.text);
  const body = store.editing === post.id ? editor(post) : words;
  return h(
    'article',
    props,
    avatar(initialsOf(name), author ? colorOf(author.id) : 'var(--accent)'),
    h(
      'div',
      { class: 'said' },
      h('p', { class: 'byline' }, byline, did),
      body,
      attachments(post),
      foot(post),
    ),
  );
}

/** @param {Post} post */
function attachments(post) {
  if (post.deleted) return null;
  return post.attachments.map((one) => {
    const url = URL.parse(one.url, location.href);
    const shown = one.kind === 'image' && url?.origin === location.origin;
    if (shown) return h('img', { class: 'picture', src: url.href, alt: one.alt });
    return h('span', { class: 'attachment' }, `${one.kind}: ${one.alt || one.url}`);
  });
}

/** @param {Post} post */
function foot(post) {
  if (post.deleted) return null;
  const tool = (/** @type {string} */ name, /** @type {() => void} */ onclick) =>
    h('button', { type: 'button', class: 'quiet', onclick }, name);
  const reply = () => {
    store.replyTo = post.id;
    redraw();
    const box = document.querySelector('#comment');
    if (box instanceof HTMLElement) box.focus();
  };
  const edit = () => {
    store.editing = post.id;
    redraw();
  };
  return h(
    'p',
    { class: 'tools' },
    tool('Reply', reply),
    post.author && tool('Edit', edit),
    post.author && tool('Delete', () => actInSquare({ type: 'delete', id: post.id })),
    post.author && h('span', { class: `delivery ${post.delivery}` }, DELIVERY[post.delivery]),
  );
}

/** @param {Post} post */
function editor(post) {
  const done = () => {
    store.editing = '';
    redraw();
  };
  const onsubmit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    if (!(event.target instanceof HTMLFormElement)) return;
    const text = String(new FormData(event.target).get('text')).trim();
    if (text !== '' && (await actInSquare({ type: 'edit', id: post.id, text }))) done();
  };
  const onkeydown = (/** @type {KeyboardEvent} */ event) => event.key === 'Escape' && done();
  const box = {
    name: 'text',
    rows: 3,
    'aria-label': 'Edit the comment',
    oncreate: fillAndFocus(post.text),
  };
  return h(
    'form',
    { key: `edit/${post.id}`, class: 'editor', onsubmit, onkeydown },
    h('textarea', box),
    h('button', { type: 'submit', class: 'button primary' }, 'Save'),
    h('button', { type: 'button', class: 'button', onclick: done }, 'Cancel'),
  );
}

/** @param {string} text @returns {(box: HTMLTextAreaElement) => void} */
function fillAndFocus(text) {
  return (box) => {
    box.value = text;
    box.focus();
  };
}
