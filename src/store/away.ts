/** What goes wrong between Heed and its database, said without anybody's words. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { DrizzleQueryError } from 'drizzle-orm/errors';
import { StoreAway } from '../app/desk.ts';

/** The database refused a query. */
export class StoreFault extends Error {
  /** Postgres's five characters, such as `23505` for something that must be unique. */
  readonly code: string;
  readonly constraint: string | null;
  constructor(code: string, message: string, constraint: string | null) {
    super(`The database refused a query: ${message} (${code}).`);
    this.name = 'StoreFault';
    this.code = code;
    this.constraint = constraint;
  }
}

/**
 * Longer than the 15 s after which the database itself ends a statement: this ends the wait for one
 * that is not there to do so.
 */
const LONGEST_WAIT_MS = 20_000;

/**
 * Runs queries, and turns what the drivers throw into `StoreAway` and `StoreFault`. The drivers'
 * own errors hold the parameters, which are people's words, so they never leave here.
 */
export async function answering<T>(queries: () => Promise<T>): Promise<T> {
  if (within.getStore()?.open === true) {
    throw new Error('inside a transaction only the transaction itself may be asked');
  }
  const { promise: tooLong, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new StoreAway(new Error('no answer for 20 s'))),
    LONGEST_WAIT_MS,
  );
  try {
    return await Promise.race([queries(), tooLong]);
  } catch (error) {
    throw translate(error);
  } finally {
    clearTimeout(timer);
  }
}

/** The embedded database would wait for ever for a query outside of the transaction it is in. */
const within = new AsyncLocalStorage<{ open: boolean }>();

/** Runs a transaction's body, in which `answering` refuses. */
export async function insideTransaction<T>(body: () => Promise<T>): Promise<T> {
  const here = { open: true };
  try {
    return await within.run(here, body);
  } finally {
    here.open = false;
  }
}

/** Why the database is away, or null when the error says something else. */
export function reasonAway(error: unknown): string | null {
  const code = codeOf(driverError(error));
  if (code === null) return null;
  const away = AWAY.has(code) || code.startsWith('08');
  return away ? code : null;
}

const AWAY = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'EPIPE'],
  ...['ENETUNREACH', 'EHOSTDOWN', 'ENOENT', 'CONNECT_TIMEOUT'],
  ...['CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED'],
  // Shutting down, crashed, starting up; too many connections; the statement's or the idle
  // transaction's time is over.
  ...['57P01', '57P02', '57P03', '53300', '57014', '25P03', '25P04'],
]);

/** What the server says when it ends the connection itself, rather than a statement. */
const ENDS_CONNECTION = new Set(['57P01', '57P02', '57P03', '25P03', '25P04']);

/** Whether the connection that this came from is over, or will be in a moment. */
export function endsConnection(error: unknown): boolean {
  const code = codeOf(driverError(error));
  return code !== null && (ENDS_CONNECTION.has(code) || code.startsWith('CONNECTION_'));
}

/** For a query on a connection that is over. */
export function connectionLost(): Error {
  return Object.assign(new Error('the connection was lost'), { code: 'CONNECTION_CLOSED' });
}

function translate(error: unknown): unknown {
  if (reasonAway(error) !== null) return new StoreAway(plain(driverError(error)));
  const driver = driverError(error);
  const code = codeOf(driver);
  const fromDatabase = driver !== error || isDatabaseError(driver);
  if (!fromDatabase || !(driver instanceof Error)) return error;
  return new StoreFault(
    code ?? 'unknown',
    driver.message,
    textOf(driver, 'constraint_name', 'constraint'),
  );
}

function driverError(error: unknown): unknown {
  return error instanceof DrizzleQueryError ? (error.cause ?? error) : error;
}

function isDatabaseError(error: unknown): boolean {
  return error instanceof Error && textOf(error, 'severity') !== null && codeOf(error) !== null;
}

/** The error without the query and the parameters that the drivers hang on it. */
function plain(error: unknown): Error {
  const copy = new Error(error instanceof Error ? error.message : String(error));
  if (error instanceof Error && error.stack !== undefined) copy.stack = error.stack;
  return copy;
}

function codeOf(error: unknown): string | null {
  return error instanceof Error ? textOf(error, 'code') : null;
}

function textOf(error: Error, ...names: readonly string[]): string | null {
  const found = Object.entries(Object.getOwnPropertyDescriptors(error)).find(
    ([name, { value }]) => names.includes(name) && typeof value === 'string' && value !== '',
  );
  return typeof found?.[1].value === 'string' ? found[1].value : null;
}
