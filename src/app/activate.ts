/**
 * Makes a version of the handbook the one that decides, where nothing speaks against it. A file
 * that was active before rolls nothing back by being read, as it does when an old replica starts
 * again: only somebody who asks for it brings it back.
 */
import { objectionsTo } from '../core/handbook-change.ts';
import type { Instant } from '../core/mention.ts';
import type { HandbookFile } from './handbooks.ts';
import type { Store } from './store-port.ts';
import type { Transaction } from './transaction-port.ts';

export type Activation =
  | { readonly type: 'activated' }
  /** It decides already. */
  | { readonly type: 'same' }
  /** It decided before, and another one does now. */
  | { readonly type: 'older'; readonly sentence: string }
  | { readonly type: 'refused'; readonly mistakes: readonly string[] };

type Standing = Extract<Activation, { type: 'same' | 'older' }> | { readonly type: 'new' };

export interface Terms {
  /** Whether a version that was active before may come back. */
  readonly mayReturn: boolean;
}

export async function activate(
  store: Store,
  file: HandbookFile,
  terms: Terms & { readonly now: Instant },
): Promise<Activation> {
  return store.transaction(async (tx): Promise<Activation> => {
    await tx.lockHandbook();
    const coming = await weigh(tx, file, terms);
    if (coming.type === 'activated') {
      await tx.activateHandbook(file.handbook.sha, file.text, terms.now);
    }
    return coming;
  });
}

/** What would become of a file if Heed read it now; changes nothing. */
export async function foresee(store: Store, file: HandbookFile, terms: Terms): Promise<Activation> {
  return store.transaction((tx) => weigh(tx, file, terms));
}

async function weigh(
  tx: Transaction,
  file: HandbookFile,
  { mayReturn }: Terms,
): Promise<Activation> {
  const standing = await standingOf(tx, file);
  if (standing.type === 'same') return standing;
  if (standing.type === 'older' && !mayReturn) return standing;
  const mistakes = await objectionsIn(tx, file);
  return mistakes.length > 0 ? { type: 'refused', mistakes } : { type: 'activated' };
}

async function standingOf(tx: Transaction, { path, handbook }: HandbookFile): Promise<Standing> {
  const active = await tx.activeHandbook();
  if (active?.sha === handbook.sha) return { type: 'same' };
  const stored = await tx.findHandbook(handbook.sha);
  if (active === null || stored === null) return { type: 'new' };
  const sentence =
    `${path} is version ${versionName(stored.sha)}, which decided before. ` +
    `Version ${versionName(active.sha)} is newer and goes on deciding. ` +
    `"heed handbook activate ${path}" brings the older one back.`;
  return { type: 'older', sentence };
}

/** Without one before, or with one that only another version of Heed understands, nothing is known to be lost. */
async function objectionsIn(tx: Transaction, file: HandbookFile): Promise<readonly string[]> {
  const active = await tx.activeHandbook();
  const stored = active === null ? null : await tx.findHandbook(active.sha);
  const before = stored === null ? null : file.parse(stored.text);
  if (before?.ok !== true) return [];
  return objectionsTo(file.handbook, before.handbook, await tx.openMentions());
}

/** What people call a version, as git shortens a commit. */
export function versionName(sha: string): string {
  return sha.slice(0, 8);
}
