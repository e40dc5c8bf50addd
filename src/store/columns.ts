/** Kinds of columns that the schema needs beyond drizzle's own. */
import { type SQL, sql } from 'drizzle-orm';
import { customType, type PgTable } from 'drizzle-orm/pg-core';
import { getTableColumns } from 'drizzle-orm/utils';
import type { Instant } from '../core/mention.ts';

/** A point in time: `timestamptz` in the database, epoch milliseconds in the program. */
export const instant = customType<{ data: Instant; driverData: string }>({
  dataType: () => 'timestamp(3) with time zone',
  toDriver: isoOf,
  fromDriver: (text) => Date.parse(text),
});

/** An instant as a parameter inside hand-written SQL. */
export function at(moment: Instant): SQL<Instant> {
  return sql<Instant>`${isoOf(moment)}::timestamptz`;
}

/** Text that outsiders gave: Postgres takes neither NUL nor half a surrogate pair. */
export const words = customType<{ data: string; driverData: string }>({
  dataType: () => 'text',
  toDriver: storable,
});

/** Structure that outsiders may have put text into; whoever reads it parses it. */
export const json = customType<{ data: unknown; driverData: unknown }>({
  dataType: () => 'jsonb',
  toDriver: (value) =>
    JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? storable(part) : part)),
  fromDriver: (value): unknown => (typeof value === 'string' ? JSON.parse(value) : value),
});

function isoOf(moment: Instant): string {
  return new Date(moment).toISOString();
}

function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

/** Every column as the row that was refused would have had it. */
export function replaced(table: PgTable): Record<string, SQL> {
  const columns = Object.entries(getTableColumns(table));
  return Object.fromEntries(
    columns.map(([name, column]) => [name, sql`excluded.${sql.identifier(column.name)}`]),
  );
}
