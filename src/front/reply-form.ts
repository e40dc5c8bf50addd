/** The reply form: what the customer wrote, the exchange, the text, and what the guide says of it. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Glance } from '../app/desk.ts';
import type { Seen } from '../core/commands.ts';
import type { Finding } from '../core/guide.ts';
import type { Handbook, Person } from '../core/handbook.ts';
import { readCarried } from './carried.ts';
import { draftParts } from './draft-parts.ts';
import { byline, exchangeParts } from './exchange.ts';
import type { Field, Filled, Form } from './form.ts';
import { EXCHANGE, LIMITS, SHOWN } from './limits.ts';
import { noteParts } from './notes.ts';
import { type Block, bold, type Inline, lines, option, paragraph, quote, words } from './page.ts';
import { FORMS } from './questions.ts';
import { type Answers, afterSending, askSomebody } from './reply-questions.ts';
import { clean, cleanLine, fitUnits, inline } from './text.ts';

const MODES = ['reply', 'edit_and_approve', 'correct'] as const;
export type ReplyMode = (typeof MODES)[number];

/** What a submitted dialog asks for. */
export const COMMANDS = {
  reply: 'submit',
  edit_and_approve: 'edit_and_approve',
  correct: 'correct',
} as const;

/** Where the text and the ticks stand. The area keeps its id over updates, and with it what was typed. */
export const FIELDS = { text: 'text', ticks: 'ticks' } as const;

export interface ReplyDraft {
  readonly glance: Glance;
  readonly mode: ReplyMode;
  readonly text: string;
  readonly needsApproval: boolean;
  /** What has changed since the dialog was opened. */
  readonly notice: readonly Inline[];
  readonly findings: readonly Finding[];
  readonly ticked: readonly string[];
  readonly answers: Answers;
  /** Who writes. */
  readonly person: Person;
  readonly handbook: Handbook;
}

const metadata = z.object({
  mode: z.enum(MODES),
  mention: z.string().min(1),
  seen: z.object({ version: z.number().int(), heard: z.number().int() }),
  /** It can only be closed: its text was handed back. */
  over: z.boolean(),
});
export type ReplyTicket = z.infer<typeof metadata>;

export function readReplyTicket(text: string): ReplyTicket | null {
  return readCarried(text, metadata);
}

export function replyForm(dialog: ReplyDraft): Form {
  const { glance, mode, findings, ticked } = dialog;
  const { card } = glance;
  const changed = dialog.notice.length > 0;
  const needsReview = dialog.needsApproval || dialog.answers.asked.length > 0;
  return {
    ...frame(dialog, card.seen, false),
    submit: needsReview ? 'Submit for review' : SUBMITS[mode],
    close: mode === 'reply' ? 'Close' : 'Cancel',
    parts: [
      ...situation(dialog, changed),
      textArea(dialog),
      ...paragraph(lines(findings.map((finding) => findingLine(finding)))),
      ...tickBoxes(findings, ticked),
      ...questions(dialog),
    ],
  };
}

const SUBMITS: Readonly<Record<ReplyMode, string>> = {
  reply: 'Send',
  edit_and_approve: 'Send',
  correct: 'Correct',
};

/** An edit goes on with what its author answered; a correction comes after no promise of its own. */
function questions({ mode, glance, answers, person, handbook }: ReplyDraft): Field[] {
  switch (mode) {
    case 'reply':
      return [
        afterSending(answers.owes),
        ...askSomebody(answers.asked, glance.mention, person, handbook),
      ];
    case 'correct':
      return askSomebody(answers.asked, glance.mention, person, handbook);
    case 'edit_and_approve':
      return [];
    default:
      return mode satisfies never;
  }
}

/** The same when it can no longer be submitted: the text stays, to be copied. */
export function overForm(dialog: ReplyDraft): Form {
  return {
    ...frame(dialog, dialog.glance.card.seen, true),
    submit: 'Close',
    close: null,
    parts: [
      ...situation(dialog, true),
      ...paragraph([...lines([bold('What you wrote')]), ...quote(clean(dialog.text).trim())]),
      textArea(dialog),
    ],
  };
}

type Frame = Pick<Form, 'id' | 'title' | 'carried' | 'saves'>;

/** The owner's typing is saved; a reviewer's edit or a correction is not the next reply. */
function frame({ mode, glance }: ReplyDraft, seen: Seen, over: boolean): Frame {
  const ticket: ReplyTicket = { mode, mention: glance.mention.id, seen, over };
  const titles = {
    reply: `Reply ${glance.card.ref}`,
    edit_and_approve: 'Edit and approve',
    correct: `Correct ${glance.card.ref}`,
  };
  return {
    id: FORMS.reply,
    title: fitUnits(titles[mode], LIMITS.title),
    carried: JSON.stringify(ticket),
    saves: mode === 'reply' && !over,
  };
}

/** What one answers; after a change also somebody's newer draft. The news stand next to the text. */
function situation({ glance, notice, handbook }: ReplyDraft, changed: boolean): Block[] {
  const { card } = glance;
  const { timezone } = handbook;
  const size = {
    messages: EXCHANGE.form,
    newest: SHOWN.form,
    earlier: SHOWN.formEarlier,
  };
  return [
    ...paragraph([...lines([byline(card, timezone)]), ...exchangeParts(card, size, timezone)]),
    ...paragraph(
      changed || (card.draft?.hold ?? null) !== null ? draftParts(card, SHOWN.draft, timezone) : [],
    ),
    ...paragraph(noteParts(card, timezone)),
    ...paragraph(lines([notice])),
  ];
}

const AREAS: Readonly<Record<ReplyMode, string>> = {
  reply: 'Your reply',
  edit_and_approve: 'The reply',
  correct: 'What should stand there instead',
};

function textArea({ mode, text, glance }: ReplyDraft): Field {
  const length = Math.min(glance.replyLength, LIMITS.inputText).toLocaleString('en-US');
  const source = inline(glance.card.source, SHOWN.name);
  return {
    type: 'field',
    id: FIELDS.text,
    label: AREAS[mode],
    hint: `Public on ${source}, up to ${length} characters.`,
    input: {
      type: 'text',
      isLong: true,
      longest: LIMITS.inputText,
      initial: fitUnits(text, LIMITS.inputText),
      isFirst: true,
    },
  };
}

function findingLine({ severity, sentence }: Finding): Inline[] {
  const lead = severity === 'error' ? 'Must change. ' : 'Please check. ';
  return [...bold(lead), ...words(fitUnits(cleanLine(sentence), LIMITS.inputError))];
}

function tickBoxes(findings: readonly Finding[], ticked: readonly string[]): Field[] {
  const warnings = findings.filter((finding) => finding.severity === 'warning');
  if (warnings.length === 0) return [];
  const options = warnings
    .slice(0, LIMITS.radioOptions)
    .map(({ id, rule, words: found }) =>
      option(`Keep ${found.map((word) => `"${cleanLine(word)}"`).join(', ')} (${rule})`, id),
    );
  return [
    {
      type: 'field',
      id: `${FIELDS.ticks}:${fingerprint(warnings)}`,
      isOptional: true,
      label: 'Send it as it is',
      input: { type: 'ticks', options, chosen: ticked },
    },
  ];
}

/** Other warnings are other boxes: a tick never carries over to what it was not meant for. */
function fingerprint(warnings: readonly Finding[]): string {
  const ids = warnings.map(({ id }) => id).join(' ');
  return createHash('sha256').update(ids).digest('hex').slice(0, 12);
}

/** The warnings that somebody keeps. */
export function tickedIn(filled: Filled): readonly string[] {
  return filled.fields
    .filter((field) => field.startsWith(`${FIELDS.ticks}:`))
    .flatMap((field) => filled.choicesOf(field));
}
