/**
 * What a version waits for before it may go out: the approvals that its category asks for, and the
 * colleagues whom its author named. Whoever was only asked fills no place of a reviewer, and
 * whoever left the handbook holds nothing up.
 */
import { isThere, maySee, worksOn } from './audience.ts';
import type { Context } from './commands.ts';
import { categoryOf, type Handbook, nameOf, type Person, personOf } from './handbook.ts';
import {
  approvalsOf,
  type DraftVersion,
  hasApproved,
  type Mention,
  type Replacing,
} from './mention.ts';
import { leads } from './permits.ts';
import { listed } from './sentences.ts';

/**
 * Approvals a version needs: a category sets them, relabelling can't lower them, trainees need one.
 * To change what stands in public a lead needs none, so that a wrong reply can go at once.
 */
export function approvalsNeeded(
  mention: Mention,
  author: Person,
  handbook: Handbook,
  replaces: Replacing | null,
): number {
  if (isDirect(mention, author, replaces, handbook)) return 0;
  const category = categoryOf(handbook, mention.category)?.approvals ?? 0;
  return Math.max(category, mention.floor, leastApprovals(author, replaces));
}

/** What no category goes below. */
export function leastApprovals(author: Person | null, replaces: Replacing | null): number {
  return author?.role === 'trainee' || replaces !== null ? 1 : 0;
}

/** A lead's own change of what we said, which needs nobody's approval. */
export function isDirect(
  mention: Mention,
  author: Person | null,
  replaces: Replacing | null,
  handbook: Handbook,
): boolean {
  if (replaces === null || author === null) return false;
  return leads(author) && worksOn(author, mention, handbook);
}

/** The larger of what held at the submit and what the handbook asks now. */
export function neededNow(mention: Mention, version: DraftVersion, handbook: Handbook): number {
  const author = personOf(handbook, version.author);
  if (isDirect(mention, author, version.replaces, handbook)) return version.needed;
  const category = categoryOf(handbook, mention.category)?.approvals ?? 0;
  return Math.max(version.needed, category, leastApprovals(author, version.replaces));
}

/** Who was asked, is still there to answer, and has not agreed. */
export function stillAsked(
  mention: Mention,
  version: DraftVersion,
  handbook: Handbook,
): readonly string[] {
  return version.asked.filter(
    (email) => isThere(email, mention, handbook) && !hasApproved(version, email),
  );
}

/** Whether nothing is missing any more when so many approvals are needed. */
export function isAgreed(
  mention: Mention,
  version: DraftVersion,
  needed: number,
  handbook: Handbook,
): boolean {
  return approvalsOf(version) >= needed && stillAsked(mention, version, handbook).length === 0;
}

export type Asked =
  | { readonly ok: true; readonly asked: readonly string[] }
  | { readonly ok: false; readonly sentence: string };

/** The colleagues whom an author names, each once; or why they cannot be asked. */
export function askedBy(
  mention: Mention,
  author: Person,
  given: readonly string[],
  { handbook }: Context,
): Asked {
  const asked = [...new Set(given.map((email) => email.trim().toLowerCase()))];
  if (asked.includes(author.email)) {
    return { ok: false, sentence: 'You write this one yourself. Name somebody else to ask first.' };
  }
  const unknown = asked.filter((email) => personOf(handbook, email) === null);
  if (unknown.length === 0) return notNamed(mention, asked, handbook) ?? { ok: true, asked };
  const are = unknown.length === 1 ? 'is' : 'are';
  return {
    ok: false,
    sentence: `${unknown.join(', ')} ${are} not in the handbook, so they cannot be asked. Name somebody else, or ask an admin to add them.`,
  };
}

/** What is sensitive is read by nobody but those who are named for it. */
function notNamed(mention: Mention, asked: readonly string[], handbook: Handbook): Asked | null {
  const others = asked.filter((email) => !maySee({ email }, mention, handbook));
  if (others.length === 0) return null;
  const names = listed(others.map((email) => nameOf(handbook, email)));
  return {
    ok: false,
    sentence: `This is sensitive, and not for ${names} to read. Ask somebody who is named for it.`,
  };
}
