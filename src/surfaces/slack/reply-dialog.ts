/** The reply dialog: what the customer wrote, the exchange, the text, and what the guide says of it. */
import { createHash } from 'node:crypto';
import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { Glance } from '../../app/desk.ts';
import type { Seen } from '../../core/commands.ts';
import type { Finding } from '../../core/guide.ts';
import type { Handbook, Person } from '../../core/handbook.ts';
import { readCarried } from './carried.ts';
import { EXCHANGE, LIMITS, SHOWN } from './limits.ts';
import { CALLBACKS, modal } from './modals.ts';
import { draftParts } from './render-draft.ts';
import { byline, exchangeParts } from './render-exchange.ts';
import { noteParts } from './render-notes.ts';
import { type Answers, afterSending, askSomebody } from './reply-questions.ts';
import { bold, type Inline, lines, option, plain, quote, richText, words } from './rich.ts';
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
export const FIELDS = { block: 'reply', text: 'text', ticks: 'ticks', ticked: 'ticked' } as const;

export interface ReplyDialog {
  readonly glance: Glance;
  readonly mode: ReplyMode;
  readonly text: string;
  readonly needsApproval: boolean;
  /** What has changed since the dialog was opened. */
  readonly notice: Inline[];
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

export function replyDialog(dialog: ReplyDialog): ModalView {
  const { glance, mode, findings, ticked } = dialog;
  const { card } = glance;
  const changed = dialog.notice.length > 0;
  const needsReview = dialog.needsApproval || dialog.answers.asked.length > 0;
  return {
    ...frame(dialog, card.seen, false),
    submit: plain(needsReview ? 'Submit for review' : SUBMITS[mode]),
    close: plain(mode === 'reply' ? 'Close' : 'Cancel'),
    blocks: [
      ...situation(dialog, changed),
      textArea(dialog),
      ...richText(lines(findings.map((finding) => findingLine(finding)))),
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
function questions({ mode, glance, answers, person, handbook }: ReplyDialog): InputBlock[] {
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
export function overDialog(dialog: ReplyDialog): ModalView {
  return {
    ...frame(dialog, dialog.glance.card.seen, true),
    submit: plain('Close'),
    blocks: [
      ...situation(dialog, true),
      ...richText([...lines([bold('What you wrote')]), ...quote(clean(dialog.text).trim())]),
      textArea(dialog),
    ],
  };
}

function frame(dialog: ReplyDialog, seen: Seen, over: boolean): ModalView {
  const { mode, glance } = dialog;
  const ticket: ReplyTicket = { mode, mention: glance.mention.id, seen, over };
  const titles = {
    reply: `Reply ${glance.card.ref}`,
    edit_and_approve: 'Edit and approve',
    correct: `Correct ${glance.card.ref}`,
  };
  return {
    ...modal(titles[mode], []),
    callback_id: CALLBACKS.reply,
    private_metadata: JSON.stringify(ticket),
    notify_on_close: mode === 'reply' && !over,
  };
}

/** What one answers; after a change also somebody's newer draft. The news stand next to the text. */
function situation({ glance, notice, handbook }: ReplyDialog, changed: boolean): KnownBlock[] {
  const { card } = glance;
  const { timezone } = handbook;
  const size = {
    messages: EXCHANGE.dialog,
    newest: SHOWN.dialog,
    earlier: SHOWN.dialogEarlier,
  };
  return [
    ...richText([...lines([byline(card, timezone)]), ...exchangeParts(card, size, timezone)]),
    ...richText(
      changed || (card.draft?.hold ?? null) !== null ? draftParts(card, SHOWN.draft, timezone) : [],
    ),
    ...richText(noteParts(card, timezone)),
    ...richText(lines([notice])),
  ];
}

const AREAS: Readonly<Record<ReplyMode, string>> = {
  reply: 'Your reply',
  edit_and_approve: 'The reply',
  correct: 'What should stand there instead',
};

function textArea({ mode, text, glance }: ReplyDialog): InputBlock {
  const initial = fitUnits(text, LIMITS.inputText);
  const length = Math.min(glance.replyLength, LIMITS.inputText).toLocaleString('en-US');
  const source = inline(glance.card.source, SHOWN.name);
  return {
    type: 'input',
    block_id: FIELDS.block,
    label: plain(AREAS[mode]),
    hint: plain(`Public on ${source}, up to ${length} characters.`),
    // The owner's typing is saved; a reviewer's edit or a correction is not the next reply.
    dispatch_action: mode === 'reply',
    element: {
      type: 'plain_text_input',
      action_id: FIELDS.text,
      multiline: true,
      max_length: LIMITS.inputText,
      focus_on_load: true,
      ...(initial === '' ? {} : { initial_value: initial }),
      ...(mode === 'reply'
        ? { dispatch_action_config: { trigger_actions_on: ['on_character_entered'] } }
        : {}),
    },
  };
}

function findingLine({ severity, sentence }: Finding): Inline[] {
  const lead = severity === 'error' ? 'Must change. ' : 'Please check. ';
  return [...bold(lead), ...words(fitUnits(cleanLine(sentence), LIMITS.inputError))];
}

function tickBoxes(findings: readonly Finding[], ticked: readonly string[]): InputBlock[] {
  const warnings = findings.filter((finding) => finding.severity === 'warning');
  if (warnings.length === 0) return [];
  const options = warnings
    .slice(0, LIMITS.radioOptions)
    .map(({ id, rule, words: found }) =>
      option(`Keep ${found.map((word) => `"${cleanLine(word)}"`).join(', ')} (${rule})`, id),
    );
  const initial = options.filter((one) => ticked.includes(one.value ?? ''));
  return [
    {
      type: 'input',
      block_id: `${FIELDS.ticks}:${fingerprint(warnings)}`,
      optional: true,
      label: plain('Send it as it is'),
      element: {
        type: 'checkboxes',
        action_id: FIELDS.ticked,
        options,
        ...(initial.length === 0 ? {} : { initial_options: initial }),
      },
    },
  ];
}

/** Other warnings are other boxes: a tick never carries over to what it was not meant for. */
function fingerprint(warnings: readonly Finding[]): string {
  const ids = warnings.map(({ id }) => id).join(' ');
  return createHash('sha256').update(ids).digest('hex').slice(0, 12);
}
