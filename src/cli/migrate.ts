import { pino } from 'pino';
import { type OpenStore, openStore } from '../store/open.ts';
import { locationOf } from './location.ts';
import { complain, readSettings } from './settings.ts';

/** Opening the store brings it up to date. */
export async function migrate(): Promise<number> {
  const settings = readSettings();
  if (!settings.ok) return complain(settings.mistakes);
  const log = pino({ level: settings.env.LOG_LEVEL ?? 'info' });
  let kind: OpenStore['kind'];
  try {
    const opened = await openStore(locationOf(settings.env), log);
    kind = opened.kind;
    await opened.store.close();
  } catch (error) {
    return complain([error instanceof Error ? error.message : String(error)]);
  }
  process.stdout.write(
    `The ${kind === 'embedded' ? 'embedded database' : 'database'} is up to date.\n`,
  );
  return 0;
}
