import type { HandbookFile } from '../../src/app/handbooks.ts';
import { loadHandbook } from '../../src/handbook/load.ts';

/** The example's deadlines are minutes, so that one can watch; here nobody is to be hurried. */
export function unhurried(example: string): string {
  return example
    .replace(/default: \{ first_reply_time: .*\}/, 'default: { first_reply_time: 24h }')
    .replace(/^review_time: .*$/m, 'review_time: 24h')
    .replace(/^auto_resolve: .*$/m, 'auto_resolve: 3d')
    .replace(/^ {2}after: 5m$/m, '  after: 3d')
    .replaceAll(/\{ person: (\S+), after: \S+ \}/g, '$1');
}

/** A handbook's file of this text, as Heed reads it. */
export function aHandbookFile(text: string, replyUrl = 'http://127.0.0.1:9/'): HandbookFile {
  const parse: HandbookFile['parse'] = (version) => {
    const loaded = loadHandbook(version, { replyUrls: { website: replyUrl } });
    return loaded.ok ? loaded : { ok: false, mistakes: loaded.mistakes.map((one) => one.sentence) };
  };
  const parsed = parse(text);
  if (!parsed.ok) throw new Error(parsed.mistakes.join(' '));
  return { path: 'handbook.yaml', text, handbook: parsed.handbook, parse };
}
