/**
 * Which handbook counts. Decisions are made by the active version, read in the command's own
 * transaction, so that all processes on one database decide alike. What is only drawn may use the
 * newest version that this process has met; each decision, and each call from the database, brings
 * that up to date.
 */
import type { Handbook } from '../core/handbook.ts';
import { StoreAway } from './desk.ts';
import type { Log } from './house.ts';
import type { ActiveHandbook, Transaction } from './transaction-port.ts';

export type ParsedHandbook =
  | { readonly ok: true; readonly handbook: Handbook }
  | { readonly ok: false; readonly mistakes: readonly string[] };

/** A handbook's file as somebody read it. */
export interface HandbookFile {
  /** As it was named. */
  readonly path: string;
  readonly text: string;
  readonly handbook: Handbook;
  /** Reads another version the same way. */
  readonly parse: (text: string) => ParsedHandbook;
}

export interface Handbooks {
  /** The newest that this process has met, to draw by; its own file's before it met any. */
  newest(): Handbook;
  /** The one that decides until the transaction ends. Mentions are locked before. */
  deciding(tx: Transaction): Promise<Handbook>;
  /** Why this process cannot decide; null when it can. */
  problem(): string | null;
}

const UNREADABLE =
  'The active handbook is for another version of Heed. Bring this one up to the same version.';

export function createHandbooks(file: HandbookFile, log: Log): Handbooks {
  let newest = { handbook: file.handbook, activatedAt: 0 };
  let problem: string | null = null;
  const decided = new WeakMap<Transaction, Promise<Handbook>>();

  async function read(tx: Transaction): Promise<Handbook> {
    const active = await tx.activeHandbook();
    if (active === null) throw new Error('no handbook was ever activated');
    const handbook = newest.handbook.sha === active.sha ? newest.handbook : await load(tx, active);
    if (newest.activatedAt < active.activatedAt) {
      newest = { handbook, activatedAt: active.activatedAt };
    }
    problem = null;
    return handbook;
  }

  async function load(tx: Transaction, { sha }: ActiveHandbook): Promise<Handbook> {
    const stored = await tx.findHandbook(sha);
    const parsed = stored === null ? null : file.parse(stored.text);
    if (parsed?.ok === true) return parsed.handbook;
    problem = UNREADABLE;
    log.error({ handbook: sha, mistakes: parsed?.mistakes ?? [] }, UNREADABLE);
    throw new StoreAway(new Error(UNREADABLE));
  }

  return {
    newest: () => newest.handbook,
    deciding(tx) {
      const known = decided.get(tx) ?? read(tx);
      decided.set(tx, known);
      return known;
    },
    problem: () => problem,
  };
}
