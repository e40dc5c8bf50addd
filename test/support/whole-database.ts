import type { TestStore } from './databases.ts';

/** Everything that stands in any table, as one text. */
export async function wholeDatabase(open: Pick<TestStore, 'query'>): Promise<string> {
  const tables = await open.query("select tablename from pg_tables where schemaname = 'public'");
  const texts: string[] = [];
  for (const { tablename } of tables) {
    const rows = await open.query(`select row_to_json(t)::text as row from "${tablename}" as t`);
    texts.push(...rows.map(({ row }) => `${tablename}: ${row}`));
  }
  return texts.join('\n');
}
