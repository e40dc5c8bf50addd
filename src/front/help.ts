/** What `help` answers. Only what works is listed. */
import { bold, lines, list, type Page, paragraph, words } from './page.ts';
import { cleanLine } from './text.ts';

/** One of the commands that can be typed. */
export interface Usage {
  readonly command: string;
  readonly tells: string;
}

/** @param ways how one works on this surface, a line each */
export function helpPage(company: string, ways: readonly string[], usages: readonly Usage[]): Page {
  const what = `Heed brings what people say about ${cleanLine(company)} in public to your departments, and your answers back out.`;
  const said = [
    what,
    'A card in the channel of your department shows each mention: Claim takes it, so that nobody else answers it too.',
    'On submit the handbook speaks up. Where it asks for an approval, reviewers get the draft in a direct message. After that the reply goes out; until then Withdraw stops it.',
    ...ways,
  ];
  const typed = usages.map(({ command, tells }) => [...bold(command), ...words(`: ${tells}`)]);
  return {
    sentence: what,
    blocks: paragraph([...lines(said.map((one) => words(one))), ...list(typed)]),
  };
}
