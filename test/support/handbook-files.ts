import type { HandbookFile } from '../../src/app/handbooks.ts';
import type { HandbookRead } from '../../src/app/take-handbook.ts';
import { loadHandbook } from '../../src/handbook/load.ts';

const PATH = 'handbook.yaml';

/** A handbook's file of this text, as Heed reads it. */
export function aHandbookFile(text: string, replyUrl?: string): HandbookFile {
  const read = readHandbook(text, replyUrl);
  if (!read.ok) throw new Error(read.mistakes.join(' '));
  return read.file;
}

/** What Heed reads in a file of this text, be it right or wrong. */
export function readHandbook(text: string, replyUrl = 'http://127.0.0.1:9/'): HandbookRead {
  const parse: HandbookFile['parse'] = (version) => {
    const loaded = loadHandbook(version, { replyUrls: { website: replyUrl } });
    return loaded.ok ? loaded : { ok: false, mistakes: loaded.mistakes.map((one) => one.sentence) };
  };
  const parsed = parse(text);
  if (!parsed.ok) return { ok: false, path: PATH, mistakes: parsed.mistakes };
  return { ok: true, file: { path: PATH, text, handbook: parsed.handbook, parse } };
}
