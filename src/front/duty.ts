/** The direct message that says that a department's day began with nobody on duty. */
import type { View } from '../app/surface-port.ts';
import { SHOWN } from './limits.ts';
import type { Medium } from './medium.ts';
import { type Block, bold, type Inline, instantAt, lines, paragraph, words } from './page.ts';
import { cleanLine, inline } from './text.ts';

type Duty = View & { type: 'duty' };

export function dutySentence({ department }: Duty): string {
  return `Nobody is on duty in ${cleanLine(department)} today.`;
}

/** Who is away, until when; which groups are empty; and what can be done about it. */
export function dutyBlocks(view: Duty, { timezone }: Medium): Block[] {
  const away = view.away
    .slice(0, MOST)
    .map(({ name, until }): Inline[] => [
      ...words(`${inline(name, SHOWN.name)} is away`),
      ...(until === null ? [] : [...words(' until '), ...instantAt(until, 'weekday', timezone)]),
    ]);
  const groups = view.groups.map((group) =>
    words(`Nobody of the handbook is in @${cleanLine(group)}`),
  );
  const advice = `What comes in waits until somebody claims it: /heed queue ${cleanLine(view.department)}. Change who is on duty in the handbook, or in its user group.`;
  return paragraph(lines([bold(dutySentence(view)), ...away, ...groups, words(advice)]));
}

/** More are not needed to understand it. */
const MOST = 10;
