/** What a button carries: which mention, and what its reader had before them. */
import { z } from 'zod';
import type { Seen } from '../core/commands.ts';
import type { CardAction } from '../core/offers.ts';

const ACTIONS = [
  'reply',
  'open_post',
  'claim',
  'release',
  'assign',
  'transfer',
  'category',
  'edit_and_approve',
  'approve',
  'request_changes',
  'withdraw',
  'retry',
  'say_sent',
  'say_not_sent',
  'answered_elsewhere',
  'resolve',
  'thanks_close',
  'dismiss',
  'reopen',
  'touch_base',
  'drop_follow_up',
  'restore',
  'correct',
  'delete',
  'escalate',
  'snooze',
  'mute',
  'unmute',
  'make_sensitive',
  'make_ordinary',
] as const satisfies readonly CardAction[];

export const LABELS: Readonly<Record<CardAction, string>> = {
  reply: 'Reply',
  open_post: 'Open post',
  claim: 'Claim',
  release: 'Release',
  assign: 'Assign',
  transfer: 'Transfer',
  category: 'Category',
  edit_and_approve: 'Edit and approve',
  approve: 'Approve',
  request_changes: 'Request changes',
  withdraw: 'Withdraw',
  retry: 'Retry',
  say_sent: 'It was sent',
  say_not_sent: 'It was not sent',
  answered_elsewhere: 'Answered elsewhere',
  resolve: 'Resolve',
  thanks_close: 'Thanks, close',
  dismiss: 'Dismiss',
  reopen: 'Reopen',
  touch_base: 'Touch base',
  drop_follow_up: 'Not needed',
  restore: 'Restore',
  correct: 'Correct',
  delete: 'Delete',
  escalate: 'Escalate',
  snooze: 'Snooze',
  mute: 'Mute author',
  unmute: 'Unmute',
  make_sensitive: 'Sensitive',
  make_ordinary: 'Not sensitive',
};

export const MORE = 'more';

export interface Ticket {
  readonly mention: string;
  readonly seen: Seen;
}

export interface Pressed extends Ticket {
  readonly action: CardAction | typeof MORE;
}

/** At most 150 units, which is what an option of the ⋯ menu may carry. */
export function writePress(action: Pressed['action'], ticket: Ticket): string {
  const { version, heard } = ticket.seen;
  return [action, ticket.mention, version, heard].join('|');
}

const pressed = z
  .tuple([
    z.enum([...ACTIONS, MORE]),
    z.string().min(1),
    z.coerce.number().int().nonnegative(),
    z.coerce.number().int().nonnegative(),
  ])
  .transform(
    ([action, mention, version, heard]): Pressed => ({ action, mention, seen: { version, heard } }),
  );

/** Null for what no button of Heed's carries. */
export function readPress(value: string): Pressed | null {
  return pressed.safeParse(value.split('|')).data ?? null;
}

/**
 * A row's id says which mention it is about, for the select, whose options carry a category alone.
 * A select goes on showing a refused choice as long as its row keeps its id (bolt-js 2766), so
 * every drawing that is sent gives the rows an id of their own through `stampRow`.
 */
export function writeRow(ticket: Ticket, n: number): string {
  return `${writePress('category', ticket)}#${n}`;
}

export function stampRow(blockId: string, stamp: string): string {
  return `${blockId}~${stamp}`;
}

export function readRow(blockId: string): Ticket | null {
  return readPress(blockId.replace(/#.*$/, ''));
}
