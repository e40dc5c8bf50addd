/**
 * A very small virtual DOM. Data becomes text nodes and attributes, never markup. Nodes are matched
 * by `key`, or else by position and tag, so that a redraw keeps focus, caret, scroll and typing.
 */

/** @typedef {{ tag: string, props: Record<string, unknown>, kids: (VNode | string)[] }} VNode */
/** @typedef {VNode | string | number | false | null | undefined} Leaf */
/** @typedef {Leaf | Leaf[] | (Leaf | Leaf[])[]} Child */

/** @type {WeakMap<Node, VNode>} */
const drawn = new WeakMap();
/** @type {(() => void)[]} */
const afterwards = [];

/**
 * Describes an element. Props: `key`, `on…` handlers, `oncreate(node)`, the rest are attributes.
 * @param {string} tag
 * @param {Record<string, unknown> | null} [props]
 * @param {...Child} kids
 * @returns {VNode}
 */
export function h(tag, props, ...kids) {
  /** @type {(VNode | string)[]} */
  const solid = [];
  for (const kid of /** @type {Leaf[]} */ (kids.flat(2))) {
    if (kid === null || kid === undefined || kid === false || kid === '') continue;
    solid.push(typeof kid === 'number' ? String(kid) : kid);
  }
  return { tag, props: props ?? {}, kids: solid };
}

/**
 * Makes the children of `root` look as described.
 * @param {Element} root
 * @param {VNode[]} kids
 */
export function draw(root, kids) {
  patch(root, kids);
  for (const hook of afterwards.splice(0)) hook();
}

/** @param {Element} parent @param {(VNode | string)[]} kids */
function patch(parent, kids) {
  /** @type {Map<unknown, Node>} */
  const keyed = new Map();
  /** @type {Node[]} */
  const loose = [];
  for (const node of parent.childNodes) {
    const key = drawn.get(node)?.props.key;
    if (key === undefined) loose.push(node);
    else keyed.set(key, node);
  }
  const nodes = kids.map((kid) => {
    const key = typeof kid === 'string' ? undefined : kid.props.key;
    if (key !== undefined) return update(keyed.get(key), kid);
    const name = typeof kid === 'string' ? '#text' : kid.tag;
    const at = loose.findIndex((node) => node.nodeName.toLowerCase() === name);
    return update(at < 0 ? undefined : loose.splice(at, 1)[0], kid);
  });
  // What is gone leaves first: moving a node that holds the focus would take the focus away.
  const kept = new Set(nodes);
  for (const node of [...parent.childNodes]) if (!kept.has(node)) node.remove();
  let cursor = parent.firstChild;
  for (const node of nodes) {
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
  }
}

/** @param {Node | undefined} old @param {VNode | string} kid @returns {Node} */
function update(old, kid) {
  if (typeof kid === 'string') {
    if (!old) return document.createTextNode(kid);
    if (old.nodeValue !== kid) old.nodeValue = kid;
    return old;
  }
  const same = old instanceof HTMLElement && old.localName === kid.tag ? old : undefined;
  const node = same ?? document.createElement(kid.tag);
  const before = (same && drawn.get(same)?.props) ?? {};
  for (const name of Object.keys(before)) if (!(name in kid.props)) assign(node, name, null);
  patch(node, kid.kids);
  for (const [name, value] of Object.entries(kid.props)) {
    if (name.startsWith('on') || value !== before[name]) assign(node, name, value);
  }
  drawn.set(node, kid);
  const { oncreate } = kid.props;
  if (!same && typeof oncreate === 'function') afterwards.push(() => oncreate(node));
  return node;
}

/** @param {HTMLElement} node @param {string} name @param {unknown} value */
function assign(node, name, value) {
  if (name === 'key' || name === 'oncreate') return;
  if (name === 'style') node.style.cssText = String(value ?? '');
  else if (name.startsWith('on')) Reflect.set(node, name, value || null);
  else if (name === 'value' || name === 'checked') {
    if (Reflect.get(node, name) !== value) Reflect.set(node, name, value ?? '');
  } else if (value === false || value === null || value === undefined) node.removeAttribute(name);
  else node.setAttribute(name, value === true ? '' : String(value));
}
