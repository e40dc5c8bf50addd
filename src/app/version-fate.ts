/** What became of a version whose draft is over: what whoever was asked to review it is told. */
import type { Store } from './store-port.ts';

/** The next one did it, whichever went out in the end. */
export function replaced(n: number): string {
  return `Version ${n + 1} has replaced it.`;
}

export async function fateOf(
  store: Pick<Store, 'history'>,
  mention: string,
  version: string,
): Promise<string> {
  let n: number | null = null;
  for (const { event } of await store.history(mention, 0)) {
    if (event.type === 'submitted' && event.version.id === version) n = event.version.n;
    else if (n === null) continue;
    else if (event.type === 'submitted') return replaced(n);
    else if (event.type === 'published') return `Version ${n} is out.`;
    else if (event.type === 'corrected') return 'The correction is out.';
    else if (event.type === 'reply_deleted') return 'Our reply was deleted.';
  }
  return 'It did not go out.';
}
