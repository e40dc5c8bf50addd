/** Opens the database: Postgres where there is one, else the embedded one. */
import type { Conversations, PostedLines } from '../app/conversation-port.ts';
import type { Inbox } from '../app/inbox-port.ts';
import type { Outbox } from '../app/outbox-port.ts';
import type { PersonLinks } from '../app/people-port.ts';
import type { Store } from '../app/store-port.ts';
import { createConversations } from './conversations.ts';
import type { Connection, StoreLog } from './database.ts';
import { createInbox } from './inbox.ts';
import { createOutbox } from './outbox.ts';
import { createPersonLinks } from './people.ts';
import { createPostedLines } from './posted-lines.ts';
import { connectPostgres } from './postgres.ts';
import { createStore } from './store.ts';

/** A Postgres, or the folder of the embedded database. */
export type StoreLocation = { readonly databaseUrl: string } | { readonly dataDir: string };

export type StoreOptions = StoreLocation & {
  /** Ends the waiting for a database that is away. */
  readonly signal?: AbortSignal;
  /** Whether to bring the tables up to date; `true` when left out. */
  readonly migrate?: boolean;
};

export interface OpenStore {
  readonly store: Store;
  readonly outbox: Outbox;
  readonly personLinks: PersonLinks;
  readonly conversations: Conversations;
  readonly postedLines: PostedLines;
  readonly inbox: Inbox;
  readonly kind: 'embedded' | 'postgres';
}

const SILENT: StoreLog = { info: () => undefined, warn: () => undefined };

/**
 * Opens the store and brings its tables up to date. A Postgres that is away is waited for, and the
 * log says so each time. Throws `FolderInUse` when another process has the embedded database.
 * `store.close()` closes all of it.
 */
export async function openStore(options: StoreOptions, log: StoreLog = SILENT): Promise<OpenStore> {
  return storeOn(await openConnection(options, log));
}

export async function openConnection(
  options: StoreOptions,
  log: StoreLog = SILENT,
): Promise<Connection> {
  const migrates = options.migrate ?? true;
  if ('dataDir' in options) {
    // Whoever has a Postgres need not carry the embedded one in memory.
    const { connectEmbedded } = await import('./embedded.ts');
    return await connectEmbedded(options.dataDir, migrates);
  }
  return await connectPostgres({ ...options, log, migrates });
}

export function storeOn(connection: Connection): OpenStore {
  return {
    store: createStore(connection),
    outbox: createOutbox(connection),
    personLinks: createPersonLinks(connection.database),
    conversations: createConversations(connection.database),
    postedLines: createPostedLines(connection.database),
    inbox: createInbox(connection.database),
    kind: connection.kind,
  };
}

/** Brings the tables up to date and does nothing else. */
export async function migrateStore(options: StoreOptions, log: StoreLog = SILENT): Promise<void> {
  const { store } = await openStore({ ...options, migrate: true }, log);
  await store.close();
}
