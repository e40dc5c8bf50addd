/** What the server said last, what only this tab knows, and the ways to change either. */

/** @typedef {import('./types.d.ts').State} State */
/** @typedef {import('./types.d.ts').Square} Square */
/** @typedef {import('./types.d.ts').Field} Field */

const asked = new URLSearchParams(location.search);

export const store = {
  /** @type {State | null} */
  state: null,
  /** @type {Square | null} */
  square: null,
  online: true,
  /** Who sits at this tab; two tabs may be two people. */
  as: asked.get('as') ?? sessionStorage.getItem('heed.as') ?? '',
  channel: '',
  /** Until somebody chooses a channel, the first one where something happens is shown. */
  chosen: false,
  /** The parent of the open thread. */
  thread: '',
  /** @type {'square' | 'workspace'} */
  tab: asked.has('channel') ? 'workspace' : 'square',
  hint: localStorage.getItem('heed.hint') !== 'off',
  /** The message or post to scroll to, then to mark for a moment. */
  reveal: '',
  /** The same, for what appears by itself: it must not take the focus. */
  glance: '',
  lit: '',
  toast: '',
  /** @type {Set<string>} Acts that are under way. */
  busy: new Set(),
  /** @type {Map<string, Field>} Choices and text in fields; they outlive every redraw. */
  fields: new Map(),
  /** @type {Map<string, string>} Half-written messages by place. */
  drafts: new Map(),
  /** @type {Map<string, Record<string, string>>} What a dialog found missing before it was sent. */
  problems: new Map(),
  /** The comment that is being answered or edited in the square. */
  replyTo: '',
  /** What is about to be posted. @type {import('./types.d.ts').Kind} */
  kind: 'comment',
  editing: '',
  /** The message in the workspace that is being edited, with its pane. */
  rewriting: '',
  customer: '',
};

let drawAll = () => {};
let drawing = false;

/** Called once, by the page. @param {() => void} draw */
export function onChange(draw) {
  drawAll = draw;
}

/** Draws soon; several calls in one turn draw once. */
export function redraw() {
  if (drawing) return;
  drawing = true;
  queueMicrotask(() => {
    drawing = false;
    drawAll();
  });
}

/** @type {Promise<void> | null} */
let loading = null;
let stale = false;

/** Fetches both halves. Calls made while it runs share one more run. */
function refresh() {
  stale = true;
  loading ??= load().finally(() => {
    loading = null;
  });
  return loading;
}

async function load() {
  while (stale) {
    stale = false;
    const { as } = store;
    try {
      const [state, square] = await Promise.all([
        get(`/ui/state?as=${encodeURIComponent(as)}`),
        get('/ui/square'),
      ]);
      if (as === store.as) take(state, square);
      else stale = true;
      store.online = true;
    } catch {
      store.online = false;
    }
    redraw();
  }
}

/** @param {State} state @param {Square} square */
function take(state, square) {
  if (state.notice && state.notice !== store.state?.notice) say(state.notice);
  const known = new Set(store.square?.posts.map((one) => one.id));
  const fresh = store.square && square.posts.findLast((one) => !known.has(one.id));
  const glance = freshSecret(state) ?? fresh?.id ?? store.glance;
  Object.assign(store, { state, square, as: state.me, glance });
  const channel = asked.get('channel');
  if (channel !== null) goTo(channel, asked.get('ts') ?? '');
  if (square.posts.some((one) => one.id === asked.get('post'))) {
    store.reveal = asked.get('post') ?? '';
  }
  for (const name of ['channel', 'ts', 'post']) asked.delete(name);
  if (store.channel === HOME) return;
  const here = state.channels.find((one) => one.id === store.channel);
  const idle = !store.chosen && !state.messages[store.channel]?.length;
  if (here && !idle) return;
  const busy = state.channels.find((one) => one.unread > 0) ?? here ?? state.channels[0];
  store.channel = busy?.id ?? '';
}

/** What only this person sees and has not seen yet: the answer to what they just did. @param {State} state */
function freshSecret(state) {
  if (store.state?.me !== state.me) return undefined;
  const known = store.state.messages[store.channel]?.map((one) => one.ts);
  const all = state.messages[store.channel] ?? [];
  return all.findLast((one) => one.ephemeral && !known?.includes(one.ts))?.ts;
}

/** @param {string} path */
async function get(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer.json();
}

/** @param {string} path @param {object} body @returns {Promise<boolean>} */
async function post(path, body) {
  try {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
    const { ok, error } = await answer.json();
    if (!ok) say(error ?? 'That did not work.');
    return ok === true;
  } catch {
    say('The sandbox did not answer. Is it still running?');
    return false;
  }
}

/**
 * Does something in the workspace. While `key` is under way, the same act is not done twice.
 * @param {object} body
 * @param {string} [key]
 */
export async function act(body, key) {
  if (key !== undefined && store.busy.has(key)) return false;
  if (key !== undefined) store.busy.add(key);
  redraw();
  const ok = await post('/ui/act', { as: store.as, ...body });
  await refresh();
  if (key !== undefined) store.busy.delete(key);
  redraw();
  return ok;
}

/** Tells the workspace something that changes nothing on the page. @param {object} body */
export function tell(body) {
  return post('/ui/act', { as: store.as, ...body });
}

/** Does something in the square. @param {object} body */
export async function actInSquare(body) {
  const ok = await post('/ui/square', body);
  await refresh();
  return ok;
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let toastTimer;

/** Shows a sentence for a while. @param {string} sentence */
export function say(sentence) {
  store.toast = sentence;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => {
    store.toast = '';
    redraw();
  }, 7000);
  redraw();
}

/** @type {EventSource | undefined} */
let events;

/** Becomes somebody else, and listens with their ears. @param {string} user */
export async function become(user) {
  store.as = user;
  store.thread = '';
  await refresh();
  // Whoever sits down in front of an open Home tab looks at their own.
  if (store.channel === HOME) openHome();
  if (store.as !== '') sessionStorage.setItem('heed.as', store.as);
  events?.close();
  events = new EventSource(`/ui/events?as=${encodeURIComponent(store.as)}`);
  events.addEventListener('change', refresh);
  events.addEventListener('open', refresh);
  events.addEventListener('error', () => {
    store.online = false;
    redraw();
  });
}

/** Stands for Heed's Home tab among the channels. */
export const HOME = 'home';

/** Shows the Home tab as it was published last, and tells Heed that somebody looks. */
export function openHome() {
  Object.assign(store, { channel: HOME, chosen: true, thread: '' });
  act({ type: 'home' });
}

/** Opens a channel, and its thread when the message stands in one. @param {string} channel @param {string} [ts] */
export function goTo(channel, ts = '') {
  if (store.state?.channels.some((one) => one.id === channel)) {
    const message = store.state.messages[channel]?.find((one) => one.ts === ts);
    const parent = message?.threadTs ?? '';
    Object.assign(store, {
      channel,
      chosen: true,
      thread: parent === ts ? '' : parent,
      reveal: message ? ts : '',
    });
    if (ts !== '' || store.tab === 'workspace') {
      store.tab = 'workspace';
      history.replaceState(
        null,
        '',
        `/?${new URLSearchParams(ts ? { channel, ts } : { channel })}`,
      );
    }
    if (ts !== '' && !message) say('That message is not here any more.');
  } else {
    say('That channel is not open to you.');
    store.channel = store.state?.channels[0]?.id ?? '';
  }
  redraw();
}

/** As Slack makes them: a channel, and the message's ts without its point. */
const PERMALINK = /^\/archives\/(\w+)\/p(\d+)(\d{6})$/;

/**
 * Follows a link that leads to something on this page.
 * @param {string} href absolute
 * @returns {boolean} false when it leads elsewhere
 */
export function follow(href) {
  const posts = store.square?.posts ?? [];
  const found = posts.find((one) => URL.parse(one.url, location.href)?.href === href);
  if (found) {
    Object.assign(store, { tab: 'square', reveal: found.id });
    redraw();
    return true;
  }
  const url = new URL(href);
  if (url.origin !== location.origin) return false;
  const [, archived, seconds, rest] = PERMALINK.exec(url.pathname) ?? [];
  const channel = archived ?? url.searchParams.get('channel');
  if (channel === null) return false;
  goTo(channel, archived ? `${seconds}.${rest}` : (url.searchParams.get('ts') ?? ''));
  return true;
}
