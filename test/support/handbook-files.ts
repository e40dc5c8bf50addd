import type { HandbookFile } from '../../src/app/handbooks.ts';
import { loadHandbook } from '../../src/handbook/load.ts';

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
