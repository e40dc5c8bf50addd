/** What people wrote in Teams, which keeps it as HTML, as plain words. */
import { Parser } from 'htmlparser2';

export interface Written {
  readonly text: string;
  /** The web addresses in it: those that can be pressed, then those that are only written. */
  readonly links: readonly string[];
}

/** Each begins and ends a line. */
const BLOCKS: readonly string[] = [
  ...['p', 'div', 'ul', 'ol', 'li', 'blockquote', 'pre', 'codeblock', 'table', 'tr', 'hr'],
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
];
const VERBATIM: readonly string[] = ['pre', 'codeblock'];
const SILENT: readonly string[] = ['script', 'style', 'title', 'head'];
/** More than a message of Teams' holds in words, and no more than is read in a moment. */
const LONGEST = 60_000;
const WEB = /^https?:\/\//iu;

/** @param content as Teams sent it; of HTML the tags, else as it is */
export function readWritten(content: string, isHtml: boolean): Written {
  const read = content.slice(0, LONGEST);
  if (!isHtml) return { text: read.trim(), links: linksIn(read) };
  const { text, links } = readHtml(read);
  return { text, links: [...links, ...linksIn(text)] };
}

function linksIn(text: string): string[] {
  return [...text.matchAll(/https?:\/\/[^\s<>"]+/giu)].map(([url]) => {
    let end = url.length;
    while (".,;:!?)]'".includes(url.charAt(end - 1))) end -= 1;
    return url.slice(0, end);
  });
}

function readHtml(html: string): Written {
  const rows: string[] = [];
  const links: string[] = [];
  let row = '';
  let silent = 0;
  let verbatim = 0;
  let anchor: { readonly href: string; label: string } | null = null;

  function endRow(): void {
    rows.push(row.trimEnd());
    row = '';
  }

  function say(words: string): void {
    if (silent > 0) return;
    const [first = '', ...more] =
      verbatim > 0 ? words.split('\n') : [words.replace(/[ \t\r\n\f]+/gu, ' ')];
    const isFresh = verbatim === 0 && (row === '' || row.endsWith(' '));
    row += isFresh ? first.replace(/^ /u, '') : first;
    if (anchor !== null) anchor.label += words;
    for (const next of more) {
      endRow();
      row = next;
    }
  }

  function endBlock(): void {
    if (row !== '') endRow();
  }

  function endAnchor(): void {
    if (anchor === null) return;
    const { href, label } = anchor;
    anchor = null;
    if (!WEB.test(href)) return;
    links.push(href);
    if (label.trim() === '') say(href);
    else if (bare(label) !== bare(href)) say(` (${href})`);
  }

  const parser = new Parser({
    onopentag(name, { href = '', alt = '' }) {
      if (BLOCKS.includes(name)) endBlock();
      if (SILENT.includes(name)) silent += 1;
      if (VERBATIM.includes(name)) verbatim += 1;
      if (name === 'br') endRow();
      if (name === 'li') say('- ');
      if (name === 'td' || name === 'th') say(' ');
      if (name === 'at') say('@');
      if (name === 'img' || name === 'emoji') say(alt);
      if (name === 'a') anchor = { href, label: '' };
    },
    ontext: say,
    onclosetag(name) {
      if (name === 'a') endAnchor();
      if (BLOCKS.includes(name)) endBlock();
      if (SILENT.includes(name)) silent -= 1;
      if (VERBATIM.includes(name)) verbatim -= 1;
    },
  });
  parser.end(html);
  endRow();
  const shown = rows.filter((one, n) => one !== '' || rows[n - 1] !== '');
  return { text: shown.join('\n').replaceAll('\u00A0', ' ').trim(), links };
}

/** As people shorten addresses. */
function bare(link: string): string {
  return link.trim().replace(WEB, '').replace(/\/$/u, '');
}
