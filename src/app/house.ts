import type { Finding } from '../core/guide.ts';
import type { Handbook } from '../core/handbook.ts';
import type { Instant } from '../core/mention.ts';
import type { Patience } from './backoff.ts';
import type { Store } from './store-port.ts';
import type { Place } from './surface-message.ts';
import type { Transaction } from './transaction-port.ts';

/** What is under every use case. */
export interface House {
  readonly store: Store;
  /** The newest that this process has met, for what is drawn. */
  readonly handbook: () => Handbook;
  /** The one that decides, read in the command's transaction. */
  readonly deciding: (tx: Transaction) => Promise<Handbook>;
  /** The surfaces that show cards. */
  readonly places: () => readonly Place[];
  readonly findings: (text: string, replyLength: number, handbook: Handbook) => readonly Finding[];
  readonly now: () => Instant;
  readonly newId: () => string;
  /** With a source that does not take a reply. */
  readonly patience: Patience;
  readonly log: Log;
}

/** The part of pino that use cases need. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
