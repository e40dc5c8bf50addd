/**
 * What no source saw: somebody found it and adds it by hand. One mention for each link, however it
 * is pasted; also where a source has brought that post already.
 */
import { maySee, privateDeskOf } from '../core/audience.ts';
import type { Command, Post } from '../core/commands.ts';
import {
  categoryOf,
  departmentOf,
  type Handbook,
  type Person,
  personOf,
} from '../core/handbook.ts';
import { normaliseLink } from '../core/links.ts';
import { type Author, BY_HAND, type Mention } from '../core/mention.ts';
import { type Route, route } from '../core/routing.ts';
import { OUTSIDER } from '../core/sentences.ts';
import { decideAndSave } from './handle.ts';
import type { House } from './house.ts';
import type { MessageRef } from './surface-message.ts';
import type { Transaction } from './transaction-port.ts';

/** What somebody gives of it, as they typed it. */
export interface Sighting {
  readonly link: string;
  readonly text: string;
  /** A name or a handle. */
  readonly author: string;
  readonly department: string;
  readonly category: string | null;
}

export type Known =
  | {
      readonly type: 'seen';
      readonly ref: string;
      /** Null where the card does not stand yet. */
      readonly card: MessageRef | null;
      /** It is kept off the desk, so it has no card. */
      readonly logged: boolean;
    }
  /** It is sensitive, and not for whoever asks. */
  | { readonly type: 'hidden' };

export type Tracked =
  | { readonly type: 'added'; readonly mention: Mention }
  | { readonly type: 'known'; readonly known: Known }
  | { readonly type: 'refused'; readonly field: keyof Sighting; readonly sentence: string };

export interface Tracker {
  /** Who has it already; null for a link that is new, or none. */
  find(link: string, person: Person): Promise<Known | null>;
  /** Where the rules would send it; the person's own department where they say nothing. */
  suggest(text: string, person: Person): { department: string; category: string | null };
  track(sighting: Sighting, person: Person): Promise<Tracked>;
}

export const NO_LINK = 'That is no link. Give the whole address, starting with https://.';
const NETWORK = 'elsewhere';
const KIND = 'post';
const LONGEST_NAME = 200;

/** @param surface where whoever tracks is led to cards */
export function createTracker(house: () => House, surface: string): Tracker {
  return {
    async find(link, person) {
      const root = normaliseLink(link);
      if (root === null) return null;
      const id = await house().store.transaction((tx) => findKnown(tx, link, root));
      return id === null ? null : describe(house(), id, person, surface);
    },
    suggest(text, person) {
      const handbook = house().handbook();
      const { department, category, rule } = routed(text, '', handbook);
      const own = person.departments[0] ?? handbook.defaultDepartment;
      return rule === null ? { department: own, category: null } : { department, category };
    },
    track: (sighting, person) => track(house(), sighting, person, surface),
  };
}

function routed(text: string, authorHandle: string, handbook: Handbook): Route {
  const about = { text, source: BY_HAND, network: NETWORK, kind: KIND, language: null };
  return route({ ...about, authorHandle }, handbook);
}

async function track(
  house: House,
  sighting: Sighting,
  person: Person,
  surface: string,
): Promise<Tracked> {
  const root = normaliseLink(sighting.link);
  if (root === null) return { type: 'refused', field: 'link', sentence: NO_LINK };
  const taken = await house.store.transaction(async (tx): Promise<Tracked | string> => {
    await tx.lockThreads(BY_HAND, [root]);
    const mistake = mistakeIn(sighting, person, await house.deciding(tx));
    if (mistake !== null) return mistake;
    const known = await findKnown(tx, sighting.link, root);
    if (known !== null) return known;
    return { type: 'added', mention: await open(house, tx, sighting, root, person) };
  });
  if (typeof taken !== 'string') return taken;
  return { type: 'known', known: await describe(house, taken, person, surface) };
}

/** By the handbook that decides: the dialog may have been drawn by another one. */
function mistakeIn(sighting: Sighting, { email }: Person, handbook: Handbook): Tracked | null {
  const { department, category } = sighting;
  if (personOf(handbook, email) === null) return refused('link', OUTSIDER);
  if (sighting.text.trim() === '') return refused('text', 'Say what was said, in their words.');
  if (sighting.author.trim() === '') return refused('author', 'Give a name or a handle.');
  if (departmentOf(handbook, department) === null) {
    return refused('department', `There is no department "${department}" in the handbook.`);
  }
  if (category !== null && categoryOf(handbook, category) === null) {
    return refused('category', `There is no category "${category}" in the handbook.`);
  }
  return null;
}

function refused(field: keyof Sighting, sentence: string): Tracked {
  return { type: 'refused', field, sentence };
}

async function findKnown(tx: Transaction, link: string, root: string): Promise<string | null> {
  const byHand = await tx.findMention(BY_HAND, root, root);
  return byHand ?? (await tx.findPostByLink([...new Set([link.trim(), root])]));
}

async function describe(
  { store, handbook }: House,
  id: string,
  person: Person,
  surface: string,
): Promise<Known> {
  const loaded = await store.readMention(id);
  if (loaded === null) throw new Error(`mention ${id} is gone`);
  if (!maySee(person, loaded.mention, handbook())) return { type: 'hidden' };
  const { ref, placement, status } = loaded.mention;
  const card = (await store.cardOf(id, placement, surface))?.ref ?? null;
  return { type: 'seen', ref, card, logged: status === 'logged' };
}

async function open(
  house: House,
  tx: Transaction,
  sighting: Sighting,
  root: string,
  person: Person,
): Promise<Mention> {
  const author = authorOf(sighting.author, root);
  await tx.saveAuthor(BY_HAND, { ...author, followers: null });
  const { department, category } = sighting;
  const handbook = await house.deciding(tx);
  const command: Command = {
    type: 'open',
    ref: await tx.nextRef(),
    source: BY_HAND,
    network: NETWORK,
    threadRoot: root,
    author,
    department,
    category,
    sensitive:
      routed(sighting.text, author.handle, handbook).sensitive &&
      privateDeskOf(handbook, department) !== null,
    post: postOf(sighting, root, house.now()),
  };
  const actor = { type: 'person', person } as const;
  const outcome = await decideAndSave(house, tx, null, command, actor);
  if (!outcome.ok) throw new Error(`it could not be added: ${outcome.refusal.sentence}`);
  return outcome.loaded.mention;
}

/** Nobody can say whether two links have the same author, so each has its own. */
function authorOf(typed: string, root: string): Author {
  const name = typed.trim().slice(0, LONGEST_NAME);
  const handle = name.startsWith('@') ? name.slice(1) : '';
  return { externalId: root, handle, name: handle === '' ? name : handle };
}

function postOf({ link, text }: Sighting, root: string, now: number): Post {
  return {
    externalId: root,
    parentId: null,
    kind: KIND,
    text: text.trim(),
    link: link.trim(),
    context: null,
    attachments: [],
    postedAt: now,
    editedAt: null,
  };
}
