/** What becomes of a message that stands twice: it leads to the one that is kept. */
import type { KeptMessage } from '../app/kept-message.ts';
import type { Medium } from './medium.ts';
import { type Inline, lines, link, type Page, paragraph, words } from './page.ts';

/** @param isChat where the newer one stands below, and no link leads to it */
export function keptPage(kept: KeptMessage, isChat: boolean, { linkTo }: Medium): Page {
  const rows = keptLine(kept, isChat ? null : linkTo(kept.at));
  const sentence = rows.map((one) => ('text' in one ? one.text : '')).join('');
  return { sentence, blocks: paragraph(lines([rows])) };
}

function keptLine({ ref }: KeptMessage, href: string | null): readonly Inline[] {
  const what = ref === null ? 'This message' : `This card of ${ref}`;
  const past = `${what} is out of date, and its buttons do nothing.`;
  if (href === null) return words(`${past} A newer one stands further down.`);
  return [...words(`${past} The one that is kept stands here: `), ...link('Open card', href)];
}
