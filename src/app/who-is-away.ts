/** Who is away, read but where nothing can depend on it, so that what is pressed most waits for nothing. */
import { type Absence, NOBODY_AWAY } from '../core/absence.ts';
import type { Command, CommandType } from '../core/commands.ts';
import type { Instant, Mention } from '../core/mention.ts';
import type { Transaction } from './transaction-port.ts';

/** Nobody is asked, called or reminded for these. */
const ASKS_NOBODY: readonly CommandType[] = [
  ...(['open', 'claim', 'release', 'save_draft', 'mute', 'unmute'] as const),
  ...(['note', 'edit_note', 'delete_note'] as const),
];

export async function awayFor(
  tx: Transaction,
  mention: Mention | null,
  { type }: Command,
  now: Instant,
): Promise<readonly Absence[]> {
  // Who was reminded of a draft depends on who could review it.
  const matters = mention?.status === 'in_review' || !ASKS_NOBODY.includes(type);
  return matters ? tx.absent(now) : NOBODY_AWAY;
}
