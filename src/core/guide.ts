/**
 * The style guide: what the handbook has to say about a draft before anybody may send it.
 * An error stops the draft; a warning must be accepted by whoever submits it.
 */

import type { Handbook, StyleRule, StyleRuleId } from './handbook.ts';
import { type FindPhoneNumbers, findPersonalData } from './personal-data.ts';
import { findWords, fold, isBlank, type Span, withoutInvisible } from './words.ts';

type GuideRule = 'empty' | StyleRuleId | 'personal_data' | 'too_long';

export interface Finding {
  readonly rule: GuideRule;
  readonly severity: 'error' | 'warning';
  /** As they stand in the draft. */
  readonly words: readonly string[];
  /** Names the rule and the words, and says what to do. */
  readonly sentence: string;
  /** The same for the same rule and words: what a ticked box refers to. */
  readonly id: string;
}

export interface GuideContext {
  readonly handbook: Pick<Handbook, 'style' | 'ownContacts' | 'countries'>;
  /** Longest reply on this network, in graphemes. */
  readonly replyLength: number;
  readonly findPhoneNumbers: FindPhoneNumbers;
}

/** What the handbook finds in a draft, errors first. */
export function checkDraft(text: string, context: GuideContext): readonly Finding[] {
  if (isBlank(text)) {
    return [finding('empty', 'error', [], 'Empty: write what the customer should read.')];
  }
  const found = [
    ...checkLength(text, context.replyLength),
    ...checkPersonalData(text, context),
    ...context.handbook.style.flatMap((rule) => checkStyle(text, rule)),
  ];
  const errors = found.filter((one) => one.severity === 'error');
  return [...errors, ...found.filter((one) => one.severity === 'warning')];
}

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What a person counts as characters: grapheme clusters of UAX #29. */
export function countGraphemes(text: string): number {
  let count = 0;
  for (const _ of GRAPHEMES.segment(text)) count += 1;
  return count;
}

function checkLength(text: string, limit: number): Finding[] {
  const length = countGraphemes(text);
  if (length <= limit) return [];
  const [is, fit, over] = [length, limit, length - limit].map((n) => n.toLocaleString('en-US'));
  const sentence = `Too long: ${is} characters, and ${fit} fit here. Shorten it by ${over}.`;
  return [finding('too_long', 'error', [], sentence)];
}

function checkPersonalData(text: string, context: GuideContext): Finding[] {
  const { countries, ownContacts } = context.handbook;
  const { findPhoneNumbers } = context;
  const words = wordsAt(text, findPersonalData(text, { countries, ownContacts, findPhoneNumbers }));
  if (words.length === 0) return [];
  const sentence =
    `Personal data in a public reply: ${quote(words)}. Take ${itOrThem(words)} out and ` +
    'take it offline: ask the customer for a private message.';
  return [finding('personal_data', 'error', words, sentence)];
}

const TITLES: Readonly<Record<StyleRuleId, string>> = {
  avoid: 'Words to avoid',
  promises: 'Promises',
  selling: 'Selling',
  superiority: 'Superiority',
};

function checkStyle(text: string, rule: StyleRule): Finding[] {
  const words = wordsAt(text, findWords(text, rule.words));
  if (words.length === 0) return [];
  const todo =
    rule.severity === 'error'
      ? `Take ${itOrThem(words)} out.`
      : `Reword ${itOrThem(words)}, or tick the box to send the reply as it is.`;
  const instead = rule.sayInstead === null ? '' : ` Say instead: "${rule.sayInstead}"`;
  const sentence = `${TITLES[rule.id]}: ${quote(words)}. ${todo}${instead}`;
  return [finding(rule.id, rule.severity, words, sentence)];
}

/** Each word once, as it stands in the draft; of words that overlap, the one that says more. */
function wordsAt(text: string, spans: readonly Span[]): string[] {
  const widest = spans.filter((span) => !spans.some((other) => isWithin(span, other)));
  const words = new Map<string, string>();
  for (const span of widest) {
    const word = text.slice(span.start, span.end);
    const key = fold(word).text;
    if (!words.has(key)) words.set(key, word);
  }
  return [...words.values()];
}

function isWithin(inner: Span, outer: Span): boolean {
  const isSmaller = outer.end - outer.start > inner.end - inner.start;
  return isSmaller && outer.start <= inner.start && inner.end <= outer.end;
}

function finding(
  rule: GuideRule,
  severity: 'error' | 'warning',
  words: readonly string[],
  sentence: string,
): Finding {
  return { rule, severity, words, sentence, id: `${rule}-${digest([rule, ...words].join('\n'))}` };
}

/** FNV-1a, 32 bits: enough to tell the few findings of one draft apart. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (const unit of text.split('')) {
    hash = Math.imul(hash ^ unit.charCodeAt(0), 0x01000193);
  }
  return (hash >>> 0).toString(36);
}

function quote(words: readonly string[]): string {
  return words.map((word) => `"${withoutInvisible(word)}"`).join(', ');
}

function itOrThem(words: readonly string[]): string {
  return words.length === 1 ? 'it' : 'them';
}
