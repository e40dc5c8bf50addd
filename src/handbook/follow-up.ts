/** Who is asked to touch base with a customer after it was resolved, as it stands in a handbook. */
import { z } from 'zod';
import { followUpText } from '../core/follow-up.ts';
import { checkDraft, type Finding } from '../core/guide.ts';
import type { FollowUp, Handbook } from '../core/handbook.ts';
import { section } from './keys.ts';
import { checkKnown, type Problem } from './known.ts';
import { findPhoneNumbers } from './phone-numbers.ts';
import { duration, list, text } from './values.ts';

const CATEGORIES = 'a list of ids of categories, at least one';
const TEXT = "a text in which {name} stands for the author's name, and nothing else in braces";
/** Where the handbook names no categories. */
const USUAL = 'complaint';
const USUAL_TEXT =
  'Hello {name}, is everything in order by now? If anything is still open, please tell us here.';

export const followUp = section(
  {
    after: duration({ min: '1s', max: '366d' }),
    categories: list(text('the id of a category'), CATEGORIES)
      .min(1, { error: CATEGORIES })
      .nullish(),
    text: text(TEXT)
      .refine((given) => !/[{}]/u.test(given.replaceAll('{name}', '')), { error: TEXT })
      .nullish(),
  },
  'when to touch base after a complaint was resolved: { after: 3d, categories: [complaint] }',
);

export function readFollowUp(
  written: z.output<typeof followUp> | null | undefined,
): FollowUp | null {
  if (!written) return null;
  const { after, categories, text: given } = written;
  return { afterMs: after, categories: categories ?? [USUAL], text: given ?? USUAL_TEXT };
}

const loose = z.object({
  categories: z.record(z.string(), z.unknown()).catch({}),
  follow_up: z.looseObject({
    categories: z.array(z.string().optional().catch(undefined)).nullish().catch([]),
  }),
});

/** Whether its categories stand in the handbook. Reads the file leniently. */
export function checkFollowUp(data: unknown): readonly Problem[] {
  const file = loose.safeParse(data).data;
  if (file === undefined) return [];
  const known = Object.keys(file.categories);
  const { categories } = file.follow_up;
  if (categories) {
    return categories.flatMap((id, index) =>
      checkKnown(['follow_up', 'categories', index], id, known, 'category'),
    );
  }
  if (known.includes(USUAL)) return [];
  const sentence =
    `There is no category "${USUAL}" in this handbook, so say what it is for: ` +
    'follow_up: { after: 3d, categories: [the ids of categories] }.';
  return [{ path: ['follow_up'], sentence }];
}

/** What the handbook's own rules stop in the text that it hands out. */
export function checkFollowUpText(handbook: Handbook): readonly Problem[] {
  return findingsIn(handbook)
    .filter(({ severity }) => severity === 'error')
    .map(({ sentence }) => ({ path: ['follow_up', 'text'], sentence: stopped(sentence) }));
}

function stopped(sentence: string): string {
  return `Nobody could send this text, by the handbook's own rules. ${sentence}`;
}

/** What whoever sends it would have to tick each time. */
export function adviceOnFollowUp(handbook: Handbook): readonly string[] {
  return findingsIn(handbook)
    .filter(({ severity }) => severity === 'warning')
    .map(({ sentence }) => `follow_up.text: the handbook's own rules warn of it. ${sentence}`);
}

function findingsIn(handbook: Handbook): readonly Finding[] {
  if (handbook.followUp === null) return [];
  const replyLength = Math.min(...handbook.sources.map((source) => source.replyLength));
  const written = followUpText(handbook.followUp.text, 'Lerato');
  return checkDraft(written, { handbook, replyLength, findPhoneNumbers });
}
